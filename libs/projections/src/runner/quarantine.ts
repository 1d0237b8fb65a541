import type { CollectionDefinition, Document, GuardedWrite, ReadStore, Stored } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import type { IncomingEvent } from './incoming-events.js';
import type { WorkingSet } from './working-set.js';

/** A parked event or (kind `device`, id = the device) why its device is parked. */
export type QuarantineRow = {
  readonly kind: 'device' | 'event';
  readonly deviceIdentification: string;
  readonly position: number;
  readonly revision: number;
  readonly type: string;
  /** Name and message of what the projection threw; on rows of kind `device`. */
  readonly error?: string;
};

const PAGE = 500;
const LONGEST_ERROR = 300;

/** Where a projection keeps what it could not apply: part of its read model, so a rebuild starts without it. */
export function quarantineOf(projection: Projection): CollectionDefinition {
  return { name: `${projection.name}Quarantine`, indexes: [['kind', 'deviceIdentification'], ['deviceIdentification']] };
}

export async function quarantinedDevices(projection: Projection, readStore: ReadStore): Promise<Set<string>> {
  const devices = new Set<string>();
  const where = [{ field: 'kind', equals: 'device' }];
  for await (const row of everyRow<QuarantineRow>(readStore, quarantineOf(projection).name, where)) devices.add(row.document.deviceIdentification);
  return devices;
}

export function deviceRow(projection: Projection, device: string, incoming: IncomingEvent, error: Error): GuardedWrite {
  const text = `${error.name}: ${error.message}`.slice(0, LONGEST_ERROR);
  return row(projection, device, device, incoming, { kind: 'device', error: text });
}

export function eventRow(projection: Projection, device: string, incoming: IncomingEvent): GuardedWrite {
  return row(projection, `${device}|${incoming.stored.revision}`, device, incoming, { kind: 'event' });
}

function row(projection: Projection, id: string, device: string, incoming: IncomingEvent, rest: Pick<QuarantineRow, 'kind' | 'error'>): GuardedWrite {
  const { position, revision, type } = incoming.stored;
  const document: QuarantineRow = { ...rest, deviceIdentification: device, position, revision, type };
  return { collection: quarantineOf(projection).name, id, position, document };
}

/** Marks every document of the device, stored or folded in this batch only, as missing events from `position` on. */
export async function markStale(projection: Projection, readStore: ReadStore, working: WorkingSet, device: string, position: number): Promise<void> {
  for (const { name } of projection.collections) {
    for await (const stored of everyRow(readStore, name, [{ field: 'deviceIdentification', equals: device }])) {
      const current = working.find(name, stored.id);
      const document = current?.changed ? current.document : stored.document;
      if (document !== null) working.change(name, stored.id, position, { ...document, stale: true });
    }
    for (const [id, document] of working.documents(name))
      if (document['deviceIdentification'] === device) working.change(name, id, position, { ...document, stale: true });
  }
}

async function* everyRow<D extends Document>(
  readStore: ReadStore,
  collection: string,
  where: readonly { readonly field: string; readonly equals: string }[],
): AsyncIterable<Stored<D>> {
  let after: string | null | undefined;
  while (after !== null) {
    const page: { items: readonly Stored<D>[]; next: string | null } = await readStore.find<D>(collection, {
      where,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.items;
    after = page.next;
  }
}
