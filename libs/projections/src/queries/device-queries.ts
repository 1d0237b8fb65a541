import type { ReadStore, Stored } from '#readstore/port.js';
import { authorizations } from '../models/authorizations/authorization-document.js';
import { devices, type DeviceDocument } from '../models/devices/device-document.js';
import { between, DEFAULT_LIMIT, equals, findPage, type ItemPage, type PageRequest, type Positioned } from './page.js';

export type DeviceView = Positioned<Omit<DeviceDocument, 'protocol' | 'running'>>;

export interface DeviceFilter {
  /** Name with or without version: "SMR 5.1", "SMR". */
  readonly protocol?: string;
  readonly lifecycle?: string;
  /** Identification of the gateway meter. */
  readonly gateway?: string;
  /** Beginning of the identification. */
  readonly q?: string;
  /** Identifications from this one on. */
  readonly from?: string;
  /** Only devices that this organisation has a function group on. */
  readonly organisation?: string;
}

export class DeviceQueries {
  constructor(private readonly readStore: ReadStore) {}

  async get(deviceIdentification: string): Promise<DeviceView | undefined> {
    const stored = await this.readStore.get<DeviceDocument>(devices.name, deviceIdentification);
    return stored === undefined ? undefined : viewOf(stored);
  }

  /** Ordered by identification. */
  async list(filter: DeviceFilter, page: PageRequest): Promise<ItemPage<DeviceView>> {
    const { protocol, lifecycle, gateway, q, from, organisation } = filter;
    if (organisation !== undefined) return this.listOf(organisation, filter, page);
    const where = [
      ...equals(protocol?.includes(' ') ? 'protocol' : 'protocolName', protocol),
      ...equals('lifecycleStatus', lifecycle),
      ...equals('gatewayDevice', gateway),
      ...(q === undefined || q === '' ? [] : [{ field: 'deviceIdentification', prefix: q }]),
      ...between('deviceIdentification', from, undefined),
    ];
    return findPage(this.readStore, devices, { where, sort: ['deviceIdentification'] }, page, viewOf);
  }

  /** The devices of an organisation are looked through in its own list; what the filter leaves out makes pages shorter. */
  private async listOf(organisation: string, filter: DeviceFilter, page: PageRequest): Promise<ItemPage<DeviceView>> {
    const { q, from } = filter;
    const where = [
      { field: 'organisation', equals: organisation },
      ...(q === undefined || q === '' ? [] : [{ field: 'deviceIdentification', prefix: q }]),
      ...between('deviceIdentification', from, undefined),
    ];
    const find = { where, sort: ['deviceIdentification'] };
    const { limit = DEFAULT_LIMIT } = page;
    const items: DeviceView[] = [];
    for (let { after } = page; ;) {
      const request = { limit: limit - items.length, ...(after === undefined ? {} : { after }) };
      const allowed = await findPage(this.readStore, authorizations, find, request, ({ document }) => document.deviceIdentification);
      const found = await this.readStore.getMany<DeviceDocument>(devices.name, allowed.items);
      for (const id of allowed.items) {
        const stored = found.get(id);
        if (stored !== undefined && fits(stored.document, filter)) items.push(viewOf(stored));
      }
      // Two, since who goes on `from` the last one gets it once more.
      if (items.length >= Math.min(2, limit) || allowed.next === null) return { items, next: allowed.next };
      after = allowed.next;
    }
  }
}

/** As the read store has it for the other list: "SMR 5.1" is a protocol with its version, "SMR" one in any. */
function fits(
  { protocol: full, protocolName, lifecycleStatus, gatewayDevice }: DeviceDocument,
  { protocol, lifecycle, gateway }: DeviceFilter,
): boolean {
  if (protocol !== undefined && protocol !== (protocol.includes(' ') ? full : protocolName)) return false;
  return (lifecycle === undefined || lifecycle === lifecycleStatus) && (gateway === undefined || gateway === gatewayDevice);
}

function viewOf({ document, position }: Stored<DeviceDocument>): DeviceView {
  const { protocol: _filter, running: _internal, ...view } = document;
  return { ...view, position };
}
