import { type EventStore, EventStoreError, type Position, type StoredEvent } from '#eventstore/port.js';
import { recordPages } from '#event-sourcing';
import type { House } from '../houses/house.js';
import { CopyError } from './copy-error.js';

/**
 * The position in the source behind which the copy goes on: the target's own content tells, since events are copied in order and a
 * target's events are always the first of the source's. 0 when the target is empty.
 * @throws CopyError TARGET_FOREIGN
 */
export async function whereToGoOn(from: House, to: House): Promise<Position> {
  const marked = await to.copyMark.read();
  if (marked !== undefined && marked !== from.events.storeId) throw foreign(to, 'the beginning of a copy of another store');
  const last = await endOf(to.events, 'backward');
  if (last === undefined) {
    if (marked === undefined && (await holdsSecrets(to))) throw foreign(to, 'a vault or responses of its own');
    return 0;
  }
  if (marked === undefined && !(await isVaultOf(from, to))) throw foreign(to, 'a vault of its own');
  const first = await endOf(to.events, 'forward');
  if (first === undefined || !isSame(await endOf(from.events, 'forward'), first)) throw foreign(to, 'events that are not from the source');
  const same = await find(from.events, last);
  if (same === undefined || !isSame(same, last))
    throw foreign(to, `an event that the source does not hold (${last.stream}, revision ${last.revision})`);
  return same.position;
}

function foreign(to: House, what: string): CopyError {
  return new CopyError('TARGET_FOREIGN', `${to.name} holds ${what}: copy into an empty store, or into an earlier copy of this source`);
}

async function holdsSecrets({ vault, results }: House): Promise<boolean> {
  for await (const _ of vault.exportAll()) return true;
  for await (const _ of results.exportAll()) return true;
  return false;
}

/** An earlier copy has the vault's own secrets of the source, and no others. Looked at before anything is written: else a foreign store would be marked. */
async function isVaultOf(from: House, to: House): Promise<boolean> {
  const [there, here] = [await secretsOf(from), await secretsOf(to)];
  return [...here].every(([name, sealed]) => there.get(name) === sealed);
}

async function secretsOf({ vault }: House): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  for await (const entry of vault.exportAll())
    if (entry.kind === 'secret') secrets.set(entry.secret.name, Buffer.from(entry.secret.sealed).toString('base64'));
  return secrets;
}

async function endOf(store: EventStore, direction: 'forward' | 'backward'): Promise<StoredEvent | undefined> {
  let page = await store.readAll({ direction, limit: 1 });
  while (page.events.length === 0 && !page.atEnd) page = await store.readAll({ direction, limit: 1, after: page.next });
  return page.events[0];
}

async function find(store: EventStore, { stream, revision, id }: StoredEvent): Promise<StoredEvent | undefined> {
  try {
    const [there] = await store.readStream(stream, { from: revision, limit: 1 });
    if (there?.revision === revision) return there;
  } catch (error) {
    if (!(error instanceof EventStoreError) || error.code !== 'STREAM_DELETED') throw error;
  }
  // A stream that was deleted or truncated since shows its events in the order of the store only.
  for await (const events of recordPages(store)) {
    const there = events.find((event) => event.id === id);
    if (there !== undefined) return there;
  }
  return undefined;
}

export function isSame(one: StoredEvent | undefined, other: StoredEvent | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.stream === other.stream &&
    one.revision === other.revision &&
    one.id === other.id &&
    one.type === other.type &&
    one.data === other.data &&
    one.metadata === other.metadata
  );
}
