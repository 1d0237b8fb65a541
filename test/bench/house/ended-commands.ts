import type { StoredEvent } from '#eventstore/port.js';
import type { Platform } from '../../../apps/platform/src/composition/platform.js';

const ENDINGS = ['CommandSucceeded', 'CommandFailed', 'CommandExpired'];

/** Resolves when `count` commands have succeeded behind a position of the record. @throws when one ends otherwise */
export async function untilSucceeded({ stores }: Platform, after: number, count: number): Promise<void> {
  let left = count;
  for await (const message of stores.events.subscribe({ after, types: ENDINGS })) {
    if (message.kind !== 'events') continue;
    message.events.forEach(requireSuccess);
    left -= message.events.length;
    if (left <= 0) return;
  }
}

/**
 * Resolves when all these commands have succeeded: how long after their acceptance each of them did, ms, as recorded, and how many other
 * commands ended meanwhile.
 */
export async function endsOf(
  { stores, registry }: Platform,
  after: number,
  uids: readonly string[],
): Promise<{ readonly times: readonly number[]; readonly others: number }> {
  const acceptedAt = new Map<string, number>();
  const times: number[] = [];
  let others = 0;
  const awaited = new Set(uids);
  for await (const message of stores.events.subscribe({ after, types: ['CommandAccepted', ...ENDINGS] })) {
    if (message.kind !== 'events') continue;
    for (const stored of message.events) {
      const { correlationUid, recordedAt, type } = registry.decode(stored);
      if (type === 'CommandAccepted') acceptedAt.set(correlationUid, Date.parse(recordedAt));
      else if (awaited.has(correlationUid)) times.push(Date.parse(recordedAt) - (acceptedAt.get(correlationUid) ?? NaN));
      else others++;
      if (type !== 'CommandAccepted') requireSuccess(stored);
    }
    if (times.length === uids.length) break;
  }
  return { times, others };
}

function requireSuccess({ type, data }: StoredEvent): void {
  if (type !== 'CommandSucceeded') throw new Error(`a command ended ${type}: ${data}`);
}
