/** What an operator may configure of a command's life. Durations in ms. */
export interface CommandPolicy {
  /** Tries on the meter in all. */
  readonly attempts: number;
  /** Delay before the second attempt; doubles with each further one. */
  readonly retryDelay: number;
  readonly retryCap: number;
  /** From acceptance (or scheduleTime) until a command without maxScheduleTime expires. */
  readonly lifetime: number;
}

export const DEFAULT_POLICY: CommandPolicy = { attempts: 3, retryDelay: 30_000, retryCap: 3_600_000, lifetime: 7 * 86_400_000 };

/** Delay after the n-th counted failure (n = 1, 2, …). */
export function retryDelay(policy: CommandPolicy, failures: number): number {
  return Math.min(policy.retryCap, policy.retryDelay * 2 ** (failures - 1));
}

/** Priority falls by one at every second retry, never below 0. */
export function retryPriority(priority: number, failures: number): number {
  return failures % 2 === 0 ? Math.max(0, priority - 1) : priority;
}
