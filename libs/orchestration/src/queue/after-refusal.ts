import type { CommandRefusedError } from '#domain';
import type { CommandQueue } from './command-queue.js';
import type { QueueEntry } from './entry.js';

/** A device is asked about again by then, should the news that it can be called have been missed. */
const HOLD_AT_MOST = 3_600_000;
/** A refusal that does not say until when is not repeated faster. */
const PAUSE = 60_000;
/** Nor is one whose instant is over: a decider that goes by another time than the queue must not be asked without end. */
const PAUSE_WHEN_OVER = 1_000;
/** An attempt of another process, or one whose end could not be recorded, holds the device: asked again after this. */
const PAUSE_WHEN_BUSY = 5_000;

/**
 * The decider said no to a claim: the queue knew less than the stream. What the refusal tells is believed until events tell more.
 * @param now epoch ms
 */
export function afterRefusal(queue: CommandQueue, entry: QueueEntry, { code, until, cell }: CommandRefusedError, now: number): void {
  const again = until === undefined ? now + PAUSE : until > now ? until : now + PAUSE_WHEN_OVER;
  switch (code) {
    case 'NOT_DUE':
      return queue.putBack(entry, { dueAt: again });
    case 'CIRCUIT_OPEN':
      queue.holdDevice(entry.deviceIdentification, Math.min(again, now + HOLD_AT_MOST));
      return queue.putBack(entry);
    case 'DEVICE_BUSY':
      queue.holdDevice(entry.deviceIdentification, now + PAUSE_WHEN_BUSY);
      return queue.putBack(entry);
    case 'CELL_CHANGED':
      return queue.putBack(entry, cell === undefined ? {} : { cell });
    case 'HELD':
    case 'UNDECIDED':
      return queue.putBack(entry, { dueAt: entry.expiresAt });
    default:
      return queue.drop(entry);
  }
}
