import type { Document, Query, Stored } from '#readstore/port.js';
import { quarantineOf } from '../generations/layout.js';
import type { Projection } from '../projection.js';
import { DEFAULT_LIMIT, LARGEST_LIMIT, type ItemPage, type PageRequest } from '../queries/page.js';
import type { QuarantineRow } from './quarantine-rows.js';

interface Source {
  find<D extends Document>(collection: string, query: Query): Promise<{ readonly items: readonly Stored<D>[]; readonly next: string | null }>;
  count(collection: string, where?: Query['where']): Promise<number>;
}

/** Why a device is quarantined in a projection, and from which event on. */
export interface QuarantinedDevice {
  readonly deviceIdentification: string;
  /** Of the event that could not be applied, as the three that follow. */
  readonly position: number;
  readonly revision: number;
  readonly type: string;
  readonly error: string;
  /** When that event was recorded, ISO 8601 UTC; null when that cannot be read. */
  readonly since: string | null;
  /** Events of the device that wait, that one included. */
  readonly parked: number;
}

export interface ParkedEvent {
  readonly position: number;
  readonly revision: number;
  readonly type: string;
}

const devices = [{ field: 'kind', equals: 'device' }];
const eventsOf = (device: string) => [
  { field: 'kind', equals: 'event' },
  { field: 'deviceIdentification', equals: device },
];

/** Rows of parked devices, by identification. */
export async function deviceRows(projection: Projection, source: Pick<Source, 'find'>, limit: number): Promise<readonly QuarantineRow[]> {
  const query = { where: devices, sort: ['deviceIdentification'], limit };
  const { items } = await source.find<QuarantineRow>(quarantineOf(projection).name, query);
  return items.map(({ document }) => document);
}

/** Parked devices of the generation that is read. @throws ReadStoreError INVALID_CURSOR */
export async function quarantinedIn(projection: Projection, source: Source, request: PageRequest): Promise<ItemPage<QuarantinedDevice>> {
  const { name } = quarantineOf(projection);
  const query = { where: devices, sort: ['deviceIdentification'], ...paging(request) };
  const { items, next } = await source.find<QuarantineRow>(name, query);
  const views = items.map(async ({ document }) => viewOf(document, await source.count(name, eventsOf(document.deviceIdentification))));
  return { items: await Promise.all(views), next };
}

/** One parked device; undefined when it is not parked. */
export async function quarantinedDevice(projection: Projection, source: Source, device: string): Promise<QuarantinedDevice | undefined> {
  const { name } = quarantineOf(projection);
  const where = [...devices, { field: 'deviceIdentification', equals: device }];
  const [found] = (await source.find<QuarantineRow>(name, { where, limit: 1 })).items;
  return found === undefined ? undefined : viewOf(found.document, await source.count(name, eventsOf(device)));
}

/** The events that wait of one device. @throws ReadStoreError INVALID_CURSOR */
export async function parkedEvents(
  projection: Projection,
  source: Pick<Source, 'find'>,
  device: string,
  request: PageRequest,
): Promise<ItemPage<ParkedEvent>> {
  const query = { where: eventsOf(device), ...paging(request) };
  const { items, next } = await source.find<QuarantineRow>(quarantineOf(projection).name, query);
  return { items: items.map(({ document: { position, revision, type } }) => ({ position, revision, type })), next };
}

function viewOf({ deviceIdentification, position, revision, type, error = '', since = null }: QuarantineRow, parked: number): QuarantinedDevice {
  return { deviceIdentification, position, revision, type, error, since, parked };
}

function paging({ limit = DEFAULT_LIMIT, after }: PageRequest): Pick<Query, 'limit' | 'after'> {
  return { limit: Math.min(LARGEST_LIMIT, Math.max(1, Math.trunc(limit))), ...(after === undefined ? {} : { after }) };
}
