import type { Document, GuardedWrite, Query, Stored } from '#readstore/port.js';
import type { IncomingEvent } from '../builds/incoming-events.js';
import type { WorkingSet } from '../builds/working-set.js';
import { quarantineOf } from '../generations/layout.js';
import type { Projection } from '../projection.js';

/** A parked event or (kind `device`, id = the device) why its device is parked. */
export type QuarantineRow = {
  readonly kind: 'device' | 'event';
  readonly deviceIdentification: string;
  readonly position: number;
  readonly revision: number;
  readonly type: string;
  /** Name and message of what the projection threw; on rows of kind `device`. */
  readonly error?: string;
  /** On rows of kind `device`: when the event was recorded that could not be applied, ISO 8601 UTC; null when nobody can read that either. */
  readonly since?: string | null;
};

/** Where rows and documents are read. */
export interface QuarantineSource {
  find<D extends Document>(collection: string, query: Query): Promise<{ readonly items: readonly Stored<D>[]; readonly next: string | null }>;
}

const PAGE = 500;
const LONGEST_ERROR = 300;

/** Devices that are parked, with the position of the event that could not be applied. */
export async function quarantinedDevices(projection: Projection, source: QuarantineSource): Promise<Map<string, number>> {
  const devices = new Map<string, number>();
  const where = [{ field: 'kind', equals: 'device' }];
  for await (const { document } of everyDocument<QuarantineRow>(source, quarantineOf(projection).name, where))
    devices.set(document.deviceIdentification, document.position);
  return devices;
}

export const errorText = (error: Error): string => `${error.name}: ${error.message}`.slice(0, LONGEST_ERROR);

export function deviceRow(projection: Projection, device: string, incoming: IncomingEvent, error: Error): GuardedWrite {
  return row(projection, device, device, incoming, { kind: 'device', error: errorText(error), since: recordedAtOf(incoming) });
}

export function eventRow(projection: Projection, device: string, incoming: IncomingEvent): GuardedWrite {
  return row(projection, eventRowId(device, incoming.stored.revision), device, incoming, { kind: 'event' });
}

export const eventRowId = (device: string, revision: number): string => `${device}|${revision}`;

function row(
  projection: Projection,
  id: string,
  device: string,
  incoming: IncomingEvent,
  rest: Pick<QuarantineRow, 'kind' | 'error' | 'since'>,
): GuardedWrite {
  const { position, revision, type } = incoming.stored;
  const document: QuarantineRow = { ...rest, deviceIdentification: device, position, revision, type };
  return { collection: quarantineOf(projection).name, id, position, document };
}

function recordedAtOf({ stored }: IncomingEvent): string | null {
  try {
    const metadata: unknown = JSON.parse(stored.metadata);
    const recordedAt: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'recordedAt') : null;
    return typeof recordedAt === 'string' ? recordedAt : null;
  } catch {
    return null;
  }
}

/** Marks every document of the device, stored or folded in this batch only, as missing events from `position` on. */
export async function markStale(
  projection: Projection,
  source: QuarantineSource,
  working: WorkingSet,
  device: string,
  position: number,
): Promise<void> {
  for (const { name } of projection.collections) {
    for await (const stored of everyDocument(source, name, [{ field: 'deviceIdentification', equals: device }])) {
      const known = working.find(name, stored.id);
      const document = known !== undefined && known.position >= stored.position ? known.document : stored.document;
      if (document !== null) working.change(name, stored.id, position, { ...document, stale: true });
    }
    for (const [id, document] of working.documents(name))
      if (document['deviceIdentification'] === device) working.change(name, id, position, { ...document, stale: true });
  }
}

export async function* everyDocument<D extends Document>(
  source: QuarantineSource,
  collection: string,
  where: readonly { readonly field: string; readonly equals: string }[],
): AsyncIterable<Stored<D>> {
  let after: string | null | undefined;
  while (after !== null) {
    const page: { readonly items: readonly Stored<D>[]; readonly next: string | null } = await source.find<D>(collection, {
      where,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.items;
    after = page.next;
  }
}
