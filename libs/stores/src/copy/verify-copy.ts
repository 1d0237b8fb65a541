import { type HeadTable, RecordFold, recordPages } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { House } from '../houses/house.js';
import { CopyError } from './copy-error.js';
import { digestOf } from './digest.js';
import type { OnProgress } from './progress.js';
import { isSame } from './where-to-go-on.js';

export interface VerifiedCopy {
  readonly events: number;
  readonly heads: HeadTable;
  readonly vaultEntries: number;
  readonly results: number;
}

/**
 * Reads both stores whole, side by side: every event must be the same, in the same order, and every chain whole. So the heads of all
 * streams are equal, and a checkpoint of the source holds in the target.
 * @throws CopyError SOURCE_DAMAGED, DIFFERS
 */
export async function verifyCopy(from: House, to: House, onProgress: OnProgress, signal: AbortSignal): Promise<VerifiedCopy> {
  const chains = new RecordFold('verified');
  const copied = oneByOne(to.events);
  const head = await from.events.head();
  for await (const events of recordPages(from.events)) {
    signal.throwIfAborted();
    for (const event of events) {
      const { value: copy } = await copied.next();
      if (copy === undefined) throw new CopyError('DIFFERS', `${to.name} ends before ${event.stream}, revision ${event.revision}`);
      if (!isSame(event, copy))
        throw new CopyError(
          'DIFFERS',
          `${to.name} holds ${copy.stream}, revision ${copy.revision}, where the source has ${event.stream}, revision ${event.revision}, or holds it otherwise`,
        );
    }
    const [broken] = chains.add(events);
    if (broken !== undefined)
      throw new CopyError('SOURCE_DAMAGED', `${from.name}: ${broken.stream} is broken at revision ${broken.revision} (${broken.reason})`);
    onProgress({ phase: 'verification', done: chains.events, part: head === 0 ? 1 : chains.position / head });
  }
  const { value: surplus } = await copied.next();
  if (surplus !== undefined) throw new CopyError('DIFFERS', `${to.name} holds more than the source: ${surplus.stream}, revision ${surplus.revision}`);
  const vaultEntries = await sameEntries('vault', from.vault, to.vault, to.name);
  const results = await sameEntries('responses', from.results, to.results, to.name);
  return { events: chains.events, heads: chains.heads, vaultEntries, results };
}

interface Exporting {
  exportAll(): AsyncIterable<object>;
}

async function sameEntries(what: string, from: Exporting, to: Exporting, name: string): Promise<number> {
  const [there, here] = [await digestOf(from.exportAll()), await digestOf(to.exportAll())];
  if (there.count !== here.count || there.sum !== here.sum)
    throw new CopyError('DIFFERS', `${name}: the ${what} (${here.count} entries) are not those of the source (${there.count})`);
  return there.count;
}

async function* oneByOne(store: EventStore): AsyncGenerator<StoredEvent, undefined, undefined> {
  for await (const events of recordPages(store)) yield* events;
}
