/** A row of the due index: a hint that a command may want an attempt. The device's stream decides. Instants are epoch ms. */
export interface DueRow {
  readonly deviceIdentification: string;
  readonly correlationUid: string;
  readonly dueAt: number;
  readonly priority: number;
}

export interface RunningRow {
  readonly deviceIdentification: string;
  readonly correlationUid: string;
  readonly leaseToken: string | null;
}

/** The due index as the dispatcher needs it. */
export interface DueIndex {
  /** Due at `now`, none that is running: highest priority first, then the oldest. `limit` is 1 to 500. */
  dueRows(now: number, limit: number): Promise<readonly DueRow[]>;
  nextDueAt(): Promise<number | undefined>;
  runningRows(): Promise<readonly RunningRow[]>;
}

/** How far a projection has come. */
export interface ProjectionProgress {
  positionOf(projection: string): number;
  /** Calls the listener after each step forward; answers how to stop it. */
  onAdvance(projection: string, listener: () => void): () => void;
}

/** For metrics. Durations in ms. */
export interface DispatchObserver {
  attemptStarted(operation: string): void;
  attemptEnded(operation: string, outcome: string, duration: number): void;
}
