import type { AdvanceListener } from './progress.js';
import type { QuarantineDesk } from './quarantine-desk.js';
import type { ProjectionStatus } from './status.js';

/** Read models as they are for those who read them, whichever process keeps them up to date. */
export interface ReadModels {
  readonly quarantine: Pick<QuarantineDesk, 'list' | 'show' | 'replay' | 'discard'>;
  /** Position of the last event that is in the read model (or was no matter for it), as far as this process knows. */
  positionOf(name: string): number;
  /** True as soon as the read model holds everything up to `position`; false after `timeoutMs` or when the signal aborts. */
  waitFor(name: string, position: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  /** Called with the new position after steps forward of what is read. Answers how to stop it. */
  onAdvance(name: string, listener: AdvanceListener): () => void;
  status(): Promise<readonly ProjectionStatus[]>;
  /** @throws ProjectionError UNKNOWN_PROJECTION, REBUILD_RUNNING, KEPT_ELSEWHERE */
  rebuild(name: string, actor: string): Promise<void>;
  /** @throws ProjectionError UNKNOWN_PROJECTION, NO_REBUILD, REBUILD_NEEDED, KEPT_ELSEWHERE */
  cancelRebuild(name: string, actor: string): Promise<void>;
  /** How many devices are quarantined in each read model that has any. */
  quarantinedDevices(): Readonly<Record<string, number>>;
  /** Resolves when what is read is of the present version of the projection, or the process stops. */
  untilCurrent(name: string): Promise<void>;
}
