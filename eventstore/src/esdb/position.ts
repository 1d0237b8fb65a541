import { EventStoreError, type Position } from '../port.js';
import type { WireFrom, WirePosition } from './wire.js';

/**
 * The server's position has two coordinates, the port's is one number that carries both (docs/adr/0008):
 * - of an event, commit = prepare = c: the odd number 2c + 1
 * - of a checkpoint before the record at c (prepare is 0, or somewhere before c): the even number 2c, which sorts behind every event before c
 *   and before the event at c
 *
 * Log offsets are bytes, so that there is room for 2^52 of them: 4 PiB.
 */
const LARGEST_OFFSET = 2n ** 52n - 1n;

function unusable({ commit, prepare }: WirePosition): EventStoreError {
  return new EventStoreError('STORE_FAILED', `EventStoreDB answered the position ${commit}/${prepare}, which cannot be told in one number`);
}

function checkRange(position: WirePosition): void {
  if (position.commit < 0n || position.commit > LARGEST_OFFSET) throw unusable(position);
}

/** @throws EventStoreError STORE_FAILED for an event of an explicit transaction (its prepare is not its commit): nobody writes such events any more */
export function eventPosition(position: WirePosition): Position {
  checkRange(position);
  if (position.commit !== position.prepare) throw unusable(position);
  return Number(position.commit) * 2 + 1;
}

/** Of a checkpoint, which is an event's position while live and a place between two records while catching up. @throws EventStoreError STORE_FAILED */
export function checkpointPosition(position: WirePosition): Position {
  checkRange(position);
  if (position.prepare === position.commit) return position.commit === 0n ? 0 : eventPosition(position);
  if (position.prepare > position.commit) throw unusable(position);
  return Number(position.commit) * 2;
}

/** Whether it is the place of a checkpoint, not that of an event. */
export const isBetweenRecords = (position: Position): boolean => position !== 0 && position % 2 === 0;

/**
 * What the server is asked with. Prepare 0 is how the server itself names the place before a record: it compares commit first, so that a
 * read begins with the record at `commit`. A subscription skips one record behind the place, whichever it is (23.10, by its source:
 * `Enumerator.AllSubscriptionFiltered` reads one event there to find out where to go on): see `subscription.ts`.
 */
export function wirePosition(position: Position): WireFrom | WirePosition {
  if (position === 0) return 'start';
  const commit = BigInt(Math.floor(position / 2));
  return { commit, prepare: position % 2 === 1 ? commit : 0n };
}
