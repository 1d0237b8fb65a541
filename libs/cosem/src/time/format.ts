import { offsetMinutes } from './zone.js';

/**
 * ISO 8601 with offset, as `2026-11-23T09:00:00+01:00`; milliseconds are written only where there are any.
 * @param ms epoch milliseconds
 * @param at an IANA zone, or minutes ahead of UTC
 */
export function formatWithOffset(ms: number, at: string | number): string {
  const offset = typeof at === 'number' ? at : offsetMinutes(ms, at);
  const iso = new Date(ms + offset * 60_000).toISOString();
  const fraction = iso.endsWith('.000Z') ? '' : iso.slice(19, 23);
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  return iso.slice(0, 19) + fraction + zone;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
