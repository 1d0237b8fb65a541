const HIGHEST_BY_WAITING = 8;
const STEP = 15 * 60_000;

/** Priority plus one for each 15 minutes past due, up to 8: 9 is reserved to those who ask for it. Instants in epoch ms. */
export function effectivePriority(priority: number, dueAt: number, now: number): number {
  const waited = Math.max(0, Math.floor((now - dueAt) / STEP));
  return Math.max(priority, Math.min(HIGHEST_BY_WAITING, priority + waited));
}
