const FIRST_DELAY = 60_000;
const LONGEST_DELAY = 3_600_000;
/** How long after it began (by its request, or by the wish to deliver it again) attempts may start, ms. */
export const TIME_FOR_ATTEMPTS = 24 * 3_600_000;

/**
 * When the next attempt is due: 1 min × 2^n after the last one ended, n counting from 0, at most 1 h. Undefined when the time for attempts would
 * be over by then. All epoch ms.
 * @param failures attempts that failed since `beganAt`, the last one included: at least 1
 */
export function nextAttemptAt(failures: number, endedAt: number, beganAt: number): number | undefined {
  const dueAt = endedAt + Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - 1));
  return dueAt > beganAt + TIME_FOR_ATTEMPTS ? undefined : dueAt;
}
