/** Lower than every number and string, and unlike null it takes part in comparisons. */
export const ABSENT = Number.NEGATIVE_INFINITY;

/** What a declared field is compared by: booleans as 0/1, anything that cannot be compared as absent. */
export function fieldValue(value: unknown): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : ABSENT;
}
