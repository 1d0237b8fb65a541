import type { RecordedDeviceEvent } from '#domain';
import type { StoredEvent } from '#eventstore/port.js';
import { collection, keyOf, type Collection, type Documents, type Projection } from '#projections';
import type { Document } from '#readstore/port.js';
import { registry } from './event-maker.js';
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

/** The documents of a projection by id, folded from zero in plain memory. */
export function folded(projection: Projection, stored: readonly StoredEvent[]): ReadonlyMap<string, Document> {
  const state = new Map<string, Document>();
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
    if (!event.stream.startsWith(DEVICE_PREFIX) || !projection.handles.some((type) => type === event.type)) continue;
    projection.apply(registry.decode(event) as RecordedDeviceEvent, documents);
  }
  return state;
}
