/** What is known of a command that waits: a hint, the device's stream decides. Instants in epoch ms. */
export interface WaitingCommand {
  readonly correlationUid: string;
  readonly deviceIdentification: string;
  readonly organisation: string;
  /** `cellKey` of the device when the command was accepted, or what a refused claim told since. */
  readonly cell: string;
  /** 0 to 9. */
  readonly priority: number;
  /** From when it may be tried; of one that is held or undecided: when it expires. */
  readonly dueAt: number;
  readonly expiresAt: number;
}

/** A command in the queue. Its last fields belong to the structures that it is in: plain numbers, since there may be a million of these. */
export class QueueEntry implements WaitingCommand {
  /** In the heap of its group, or of those that are due later. */
  place = -1;
  /** In the heap by expiry. */
  expiryPlace = -1;
  constructor(
    readonly correlationUid: string,
    readonly deviceIdentification: string,
    readonly organisation: string,
    public cell: string,
    public priority: number,
    public dueAt: number,
    readonly expiresAt: number,
  ) {}
}

export const entryOf = ({ correlationUid, deviceIdentification, organisation, cell, priority, dueAt, expiresAt }: WaitingCommand): QueueEntry =>
  new QueueEntry(correlationUid, deviceIdentification, organisation, cell, priority, Math.min(dueAt, expiresAt), expiresAt);

type Name = Pick<WaitingCommand, 'correlationUid' | 'deviceIdentification'>;

/** Orders what is equal in all that matters, so that the same record is always worked off in the same order. */
export function byName(a: Name, b: Name): number {
  if (a.correlationUid !== b.correlationUid) return a.correlationUid < b.correlationUid ? -1 : 1;
  return a.deviceIdentification < b.deviceIdentification ? -1 : 1;
}
