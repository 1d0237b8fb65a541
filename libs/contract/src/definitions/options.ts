/** How and when a command is to be carried out. Instants are ISO 8601 UTC with milliseconds. */
export interface CommandOptions {
  /** 0 (lowest) to 9, default 4. */
  readonly priority: number;
  readonly scheduleTime?: string;
  readonly maxScheduleTime?: string;
  readonly bypassRetry: boolean;
  readonly responseUrl?: string;
}

export const DEFAULT_PRIORITY = 4;
