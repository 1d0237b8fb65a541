import type { EventRegistry } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { GuardedWrite } from '#readstore/port.js';
import type { Build } from '../builds/build.js';
import { readAhead } from '../builds/read-ahead.js';
import { quarantineOf } from '../generations/layout.js';
import type { ProjectionJournal } from '../journal/projection-journal.js';
import { deviceRow, errorText, everyDocument } from './quarantine-rows.js';
import { Refold, type Indigestible } from './refold.js';

export interface ReplayOutcome {
  readonly deviceIdentification: string;
  readonly outcome: 'CLEARED' | 'KEPT';
  /** Why it is kept. */
  readonly error?: string;
}

export interface ActContext {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly journal: ProjectionJournal;
  readonly signal: AbortSignal;
}

/** Documents and rows of one transaction. */
const CHUNK = 2_000;

/**
 * Applies all events of a parked device anew, from its stream. On success its documents are as if nothing had happened, but for their
 * position: that is the one of the record of this act, below which everything of the device is in them. Otherwise it stays parked, with
 * the new error. Call while nothing is handed to any projection, so that nothing of the device overtakes.
 */
export async function replayDevice(build: Build, device: string, actor: string, context: ActContext): Promise<ReplayOutcome> {
  const { projection, generation, store } = build;
  const refold = new Refold(device, projection, store, context);
  const about = { projection: projection.name, generation: generation.number, deviceIdentification: device };
  const keep = async ({ incoming, error }: Indigestible): Promise<ReplayOutcome> => {
    const reason = errorText(error);
    const position = await context.journal.replayed({ ...about, outcome: 'KEPT', error: reason }, actor);
    await store.write([{ ...deviceRow(projection, device, incoming, error), position }]);
    return { deviceIdentification: device, outcome: 'KEPT', error: reason };
  };
  await build.settle();
  const failure = await refold.advance();
  if (failure !== undefined) return keep(failure);
  const position = await context.journal.replayed({ ...about, outcome: 'CLEARED' }, actor);
  await parkUpTo(build, position, context);
  // What came to the stream between the fold and the record: it must be in documents that carry the record's position.
  const late = await refold.advance(position);
  if (late !== undefined) return keep(late);
  await writeInChunks(build, [...(await refold.writes(position)), ...(await rowRemovals(build, device, position))]);
  build.release(device);
  return { deviceIdentification: device, outcome: 'CLEARED' };
}

/**
 * Gives up the parked events of a device: what comes from now on is applied again, and its documents go on saying that they are stale.
 * Answers how many events that were. Call while nothing is handed to any projection.
 */
export async function discardDevice(build: Build, device: string, reason: string, actor: string, context: ActContext): Promise<number> {
  const { projection, generation, store } = build;
  await build.settle();
  const where = [
    { field: 'kind', equals: 'event' },
    { field: 'deviceIdentification', equals: device },
  ];
  const parked = await store.count(quarantineOf(projection).name, where);
  const about = { projection: projection.name, generation: generation.number, deviceIdentification: device };
  const position = await context.journal.discarded({ ...about, reason, parked }, actor);
  await parkUpTo(build, position, context);
  await writeInChunks(build, await rowRemovals(build, device, position));
  build.release(device);
  return parked;
}

/** Below the position of a record everything of the device is parked before anything is cleared: nothing of it comes twice. */
async function parkUpTo(build: Build, position: number, context: ActContext): Promise<void> {
  while (build.folded < position && !(await readAhead([build], context, context.signal)));
  await build.settle();
}

/** The row of the device last: as long as it stands, the act can be repeated. */
async function rowRemovals({ projection, store }: Build, device: string, position: number): Promise<readonly GuardedWrite[]> {
  const { name } = quarantineOf(projection);
  const ids: string[] = [];
  for await (const { id } of everyDocument(store, name, [{ field: 'deviceIdentification', equals: device }])) if (id !== device) ids.push(id);
  return [...ids, device].map((id) => ({ collection: name, id, position, document: null }));
}

async function writeInChunks({ store }: Build, writes: readonly GuardedWrite[]): Promise<void> {
  for (let from = 0; from < writes.length; from += CHUNK) await store.write(writes.slice(from, from + CHUNK));
}
