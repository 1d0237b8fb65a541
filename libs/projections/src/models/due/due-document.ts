import type { OpenCommand } from '#domain';
import { collection, type MaybeStale } from '../../projection.js';

/** An open command as the dispatcher needs it; a hint, the device's stream decides. Instants in epoch ms. */
export type DueDocument = MaybeStale & {
  readonly deviceIdentification: string;
  readonly correlationUid: string;
  readonly organisation: string;
  readonly status: OpenCommand['status'];
  /** `cellKey` of the device when the command was accepted. */
  readonly cell: string;
  /** When something can happen to it of itself: the next attempt, or its expiry when that is earlier or it is held. Null while an attempt runs. */
  readonly dueAt: number | null;
  /** 0 to 9. */
  readonly priority: number;
  readonly acceptedAt: number;
  readonly expiresAt: number;
  /** Number of the last attempt that was started; 0 before the first. */
  readonly attempt: number;
  /** Of the running attempt. */
  readonly leaseToken: string | null;
};

export const due = collection<DueDocument>('due', [['dueAt'], ['status', 'acceptedAt'], ['deviceIdentification']]);
