/** How a rebuild goes on. Positions stand for events, which is exact where positions are dense. */
export interface RebuildProgress {
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly position: number;
  /** What the store holds at the moment. */
  readonly target: number;
  /** Since the process took it up; 0 as long as that is not known. */
  readonly eventsPerSecond: number;
  /** Null as long as that is not known. */
  readonly estimatedSecondsLeft: number | null;
}

/** Measures the pace of a rebuild since this process began or resumed it. */
export class RebuildPace {
  private readonly from: { readonly position: number; readonly at: number };

  constructor(position: number, now: number) {
    this.from = { position, at: now };
  }

  progress(startedAt: number, position: number, target: number, now: number): RebuildProgress {
    const seconds = (now - this.from.at) / 1_000;
    const eventsPerSecond = seconds > 0 ? Math.round((position - this.from.position) / seconds) : 0;
    const left = Math.max(0, target - position);
    const estimatedSecondsLeft = left === 0 ? 0 : eventsPerSecond > 0 ? Math.ceil(left / eventsPerSecond) : null;
    return { startedAt: new Date(startedAt).toISOString(), position, target, eventsPerSecond, estimatedSecondsLeft };
  }
}
