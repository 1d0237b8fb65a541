import { ReadStoreError, type ReadStore } from '#readstore/port.js';
import { instantOf } from '../device-stream.js';
import { readCollections, type ReadCollectionDocument } from '../models/meter-reads/meter-read-document.js';
import { readView } from '../models/meter-reads/read-view.js';
import type { MeterReadFilter, MeterReadView } from './meter-read-view.js';
import { DEFAULT_LIMIT, LARGEST_LIMIT, type ItemPage, type PageRequest } from './page.js';

/** Orders versions: by logTime, then channel, kind, and when they were collected. */
type Place = readonly [at: number, channel: number, kind: string, revision: number];

interface Version {
  readonly place: Place;
  readonly view: MeterReadView;
}

const DOCUMENTS = 50;

/**
 * Every version of a device's readings, ordered by logTime. Looks through what was collected in the period and keeps only the page in memory.
 * @throws ReadStoreError INVALID_CURSOR
 */
export async function readVersions(
  readStore: ReadStore,
  deviceIdentification: string,
  filter: MeterReadFilter,
  { limit = DEFAULT_LIMIT, after }: PageRequest,
): Promise<ItemPage<MeterReadView>> {
  const within = Math.min(LARGEST_LIMIT, Math.max(1, Math.trunc(limit)));
  const start = after === undefined ? undefined : placeOf(after);
  const from = Math.max(filter.from ?? 0, start?.[0] ?? 0);
  const page: Version[] = [];
  for await (const collected of collectionsSince(readStore, deviceIdentification, from))
    for (const version of versionsIn(collected, filter))
      if (start === undefined || compare(version.place, start) > 0) insert(page, version, within + 1);
  const items = page.slice(0, within);
  const last = items.at(-1);
  return { items: items.map(({ view }) => view), next: page.length > within && last !== undefined ? cursorOf(last.place) : null };
}

async function* collectionsSince(readStore: ReadStore, deviceIdentification: string, from: number): AsyncIterable<ReadCollectionDocument> {
  const where = [
    { field: 'deviceIdentification', equals: deviceIdentification },
    { field: 'lastAt', from },
  ];
  let after: string | null | undefined;
  while (after !== null) {
    const query = { where, sort: ['lastAt'], limit: DOCUMENTS, ...(after === undefined ? {} : { after }) };
    const page: { items: readonly { document: ReadCollectionDocument }[]; next: string | null } = await readStore.find(readCollections.name, query);
    for (const { document } of page.items) yield document;
    after = page.next;
  }
}

function* versionsIn(collected: ReadCollectionDocument, { kind, channel, from = -Infinity, to = Infinity }: MeterReadFilter): Iterable<Version> {
  const { deviceIdentification: _known, lastAt: _index, unit, reads, ...common } = collected;
  if ((kind !== undefined && kind !== common.kind) || (channel !== undefined && channel !== common.channel)) return;
  for (const read of reads) {
    const at = instantOf(read.logTime);
    if (at < from || at >= to) continue;
    yield { place: [at, common.channel ?? 0, common.kind, common.revision], view: { ...common, ...readView(read, unit) } };
  }
}

/** Keeps the list sorted and no longer than `most`. */
function insert(page: Version[], version: Version, most: number): void {
  let index = page.length;
  while (index > 0 && compare((page[index - 1] as Version).place, version.place) > 0) index--;
  if (index >= most) return;
  page.splice(index, 0, version);
  if (page.length > most) page.pop();
}

function compare(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : a[3] - b[3]);
}

const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function placeOf(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === 4 && ['number', 'number', 'string', 'number'].every((type, index) => typeof place[index] === type))
      return place as unknown as Place;
  } catch {
    // Not ours either.
  }
  throw new ReadStoreError('INVALID_CURSOR', 'the cursor is not one of this list');
}
