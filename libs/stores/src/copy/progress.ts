export type CopyPhase = 'vault' | 'events' | 'streams' | 'verification';

export interface CopyProgress {
  readonly phase: CopyPhase;
  /** Events handled in this phase so far (streams in the phase `streams`). */
  readonly done: number;
  /** 0 to 1: how far this phase is. */
  readonly part: number;
}

export type OnProgress = (progress: CopyProgress) => void;
