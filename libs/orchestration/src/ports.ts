import type { WaitingCommand } from './queue/entry.js';

/** A row of the due index: a hint that a command may want an attempt. The device's stream decides. Instants are epoch ms. */
export type DueRow = WaitingCommand;

/** What an attempt is claimed with. */
export interface AttemptClaim {
  readonly deviceIdentification: string;
  readonly correlationUid: string;
  /** The cell of the permit. */
  readonly cell: string;
  /** Number of the lease on the device, where there are leases. */
  readonly fence?: number;
}

export interface RunningRow {
  readonly deviceIdentification: string;
  readonly correlationUid: string;
  readonly leaseToken: string | null;
}

export interface DuePage {
  readonly rows: readonly DueRow[];
  /** Null: there is no more. */
  readonly next: string | null;
}

/** Instants in epoch ms; `to` is exclusive, without `from` all that is due before. */
export interface DueRequest {
  readonly from?: number;
  readonly to: number;
  readonly after?: string;
  readonly limit?: number;
}

/** The due index as the dispatcher needs it. */
export interface DueIndex {
  /** Commands that wait for an instant of the window, the earliest first; none that is running. */
  waiting(request: DueRequest): Promise<DuePage>;
  runningRows(): Promise<readonly RunningRow[]>;
}

/** How far a projection has come. */
export interface ProjectionProgress {
  positionOf(projection: string): number;
  /** Calls the listener after each step forward; answers how to stop it. */
  onAdvance(projection: string, listener: () => void): () => void;
}

/** How long a command waited, ms. */
export interface Waits {
  /** From when it was due until it got its permit. */
  readonly queued: number;
  /** The part of that in which its cell was short of permits. */
  readonly permit: number;
}

/** Commands in the queue. */
export interface QueueLengths {
  /** All that are near: due, or due within minutes. */
  readonly waiting: number;
  /** Those that are due and whose device can be called. */
  readonly due: number;
  /** Of these, by what is at its limit. */
  readonly bts: number;
  readonly cell: number;
}

/** For metrics. Durations in ms. */
export interface DispatchObserver {
  /** A command got its permit; its claim follows. */
  granted?(waits: Waits): void;
  attemptStarted(operation: string): void;
  attemptEnded(operation: string, outcome: string, duration: number): void;
}
