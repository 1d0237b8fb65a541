import { type ChainHead, RecordFold, recordPages } from '#event-sourcing';
import { EventStoreError, type Position, type StoredEvent } from '#eventstore/port.js';
import type { House } from '../houses/house.js';
import { appendRuns, type Run } from './append-runs.js';
import { CopyError } from './copy-error.js';
import type { OnProgress } from './progress.js';

export interface CopyEventsOptions {
  /** Position in the source of the last event that the target holds. */
  readonly after: Position;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/**
 * Copies events in the order of the source with ids, data and metadata as they are; answers how many. Each chain is verified before the
 * event is written: damage is not carried on.
 * @throws CopyError SOURCE_DAMAGED, TARGET_FOREIGN; the signal's reason
 */
export async function copyEvents(from: House, to: House, { after, onProgress, signal }: CopyEventsOptions): Promise<number> {
  const chains = new RecordFold('verified');
  const head = await from.events.head();
  for await (const events of recordPages(from.events, after)) {
    signal.throwIfAborted();
    if (after > 0) await continueChains(chains, to, events);
    const [broken] = chains.add(events);
    if (broken !== undefined)
      throw new CopyError(
        'SOURCE_DAMAGED',
        `${from.name}: ${broken.stream} is broken at revision ${broken.revision} (${broken.reason}); run meterlog verify`,
      );
    await appendAll(to, [...appendRuns(events)]);
    onProgress({ phase: 'events', done: chains.events, part: head > after ? (chains.position - after) / (head - after) : 1 });
  }
  return chains.events;
}

/** A stream whose beginning was copied earlier goes on from what the target holds. */
async function continueChains({ heads }: RecordFold, to: House, events: readonly StoredEvent[]): Promise<void> {
  for (const { stream, revision } of events) {
    if (revision === 0 || heads.get(stream) !== undefined) continue;
    const [last] = await to.events.readStream(stream, { from: revision - 1, limit: 1 });
    if (last?.revision === revision - 1) heads.set(stream, headOf(last));
  }
}

function headOf({ revision, metadata }: StoredEvent): ChainHead {
  return { revision, hash: (JSON.parse(metadata) as { readonly hash: string }).hash };
}

async function appendAll(to: House, runs: readonly Run[]): Promise<void> {
  const append = async ({ stream, events, expected }: Run): Promise<void> => {
    try {
      await to.events.append(stream, events, expected);
    } catch (error) {
      if (error instanceof EventStoreError && error.code === 'WRONG_EXPECTED_REVISION')
        throw new CopyError('TARGET_FOREIGN', `${to.name} holds something else in ${stream}`, { cause: error });
      throw error;
    }
  };
  if (to.keepsCallOrder) await Promise.all(runs.map(append));
  else for (const run of runs) await append(run);
}
