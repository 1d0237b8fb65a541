import type { RecordedDeviceEvent } from '#domain';
import type { StoredEvent } from '#eventstore/port.js';
import { collection, keyOf, type Collection, type Documents, type Projection } from '#projections';
import type { Document } from '#readstore/port.js';
import { POISON, registry } from './event-maker.js';
import { DEVICE_PREFIX } from './plan.js';

interface Tally extends Document {
  readonly deviceIdentification: string;
  readonly events: number;
  /** Of all events in order: a skipped, doubled or displaced event changes it. */
  readonly digest: number;
}

interface Latest extends Document {
  readonly deviceIdentification: string;
  readonly value: number;
  readonly previous: number | null;
}

const tallies = collection<Tally>('neverSkipTallies', [['deviceIdentification']]);
const latest = collection<Latest>('neverSkipLatest', [['deviceIdentification']]);

const deviceOf = ({ stream }: { readonly stream: string }): string => stream.slice(DEVICE_PREFIX.length);
const mixed = (digest: number, revision: number): number => Math.imul(digest ^ (revision + 1), 0x01000193) >>> 0;

/** Every handled event of a device, in order. */
const tallyProjection: Projection = {
  name: 'neverSkipTally',
  version: 1,
  collections: [tallies],
  handles: ['ClockSynchronized', 'InvocationCounterRead', 'ResponseDeleted'],
  reads: (event) => [keyOf(tallies, deviceOf(event))],
  apply: (event, documents) => {
    if (event.type === 'ResponseDeleted' && event.data.reason === POISON) throw new TypeError('an event that nobody understands');
    const deviceIdentification = deviceOf(event);
    const { events, digest } = documents.get(tallies, deviceIdentification) ?? { events: 0, digest: 0x811c9dc5 };
    documents.put(tallies, deviceIdentification, { deviceIdentification, events: events + 1, digest: mixed(digest, event.revision) });
  },
};

/** Several documents of a device, of one type of event; now and then a document goes away again. */
const latestProjection: Projection = {
  name: 'neverSkipLatest',
  version: 1,
  collections: [latest],
  handles: ['InvocationCounterRead'],
  reads: (event) => (event.type === 'InvocationCounterRead' ? [keyOf(latest, latestId(event, event.data.value))] : []),
  apply: (event, documents) => {
    if (event.type !== 'InvocationCounterRead') return;
    const { value } = event.data;
    const id = latestId(event, value);
    const previous = documents.get(latest, id)?.value ?? null;
    if (previous !== null && value % 5 === 0) documents.remove(latest, id);
    else documents.put(latest, id, { deviceIdentification: deviceOf(event), value, previous });
  },
};

const latestId = (event: RecordedDeviceEvent, value: number): string => `${deviceOf(event)}/${value % 3}`;

export const neverSkipProjections: readonly Projection[] = [tallyProjection, latestProjection];

export interface Fold {
  /** By id. */
  readonly documents: ReadonlyMap<string, Document>;
  /** How many events of each quarantined device wait, the one that could not be applied among them. */
  readonly parked: ReadonlyMap<string, number>;
}

/** What a projection makes of all events, from zero and in plain memory. */
export function folded(projection: Projection, stored: readonly StoredEvent[]): Fold {
  const state = new Map<string, Document>();
  const parked = new Map<string, number>();
  const documents: Documents = {
    get: <D extends Document>(_: Collection<D>, id: string) => state.get(id) as D | undefined,
    put: (_, id, document) => {
      state.set(id, document);
    },
    remove: (_, id) => {
      state.delete(id);
    },
  };
  for (const event of stored) {
    if (!event.stream.startsWith(DEVICE_PREFIX)) continue;
    const device = deviceOf(event);
    const waiting = parked.get(device);
    if (waiting !== undefined) parked.set(device, waiting + 1);
    else if (!applied(projection, event, documents)) {
      parked.set(device, 1);
      for (const [id, document] of state) if (document['deviceIdentification'] === device) state.set(id, { ...document, stale: true });
    }
  }
  return { documents: state, parked };
}

function applied(projection: Projection, event: StoredEvent, documents: Documents): boolean {
  if (!projection.handles.some((type) => type === event.type)) return true;
  try {
    projection.apply(registry.decode(event) as RecordedDeviceEvent, documents);
    return true;
  } catch {
    return false;
  }
}
