const PUBLIC = new Set(['/health/live', '/health/ready', '/metrics', '/openapi.json', '/docs']);

/** What anybody may ask for: everything else needs an API key. */
export function isPublic(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '';
  return PUBLIC.has(path) || path.startsWith('/docs/');
}
