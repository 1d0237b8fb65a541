import type { ReadStore, Stored } from '#readstore/port.js';
import { devices, type DeviceDocument } from '../models/devices/device-document.js';
import { between, equals, findPage, type ItemPage, type PageRequest, type Positioned } from './page.js';

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
}

export class DeviceQueries {
  constructor(private readonly readStore: ReadStore) {}

  async get(deviceIdentification: string): Promise<DeviceView | undefined> {
    const stored = await this.readStore.get<DeviceDocument>(devices.name, deviceIdentification);
    return stored === undefined ? undefined : viewOf(stored);
  }

  /** Ordered by identification. */
  async list({ protocol, lifecycle, gateway, q, from }: DeviceFilter, page: PageRequest): Promise<ItemPage<DeviceView>> {
    const where = [
      ...equals(protocol?.includes(' ') ? 'protocol' : 'protocolName', protocol),
      ...equals('lifecycleStatus', lifecycle),
      ...equals('gatewayDevice', gateway),
      ...(q === undefined || q === '' ? [] : [{ field: 'deviceIdentification', prefix: q }]),
      ...between('deviceIdentification', from, undefined),
    ];
    return findPage(this.readStore, devices, { where, sort: ['deviceIdentification'] }, page, viewOf);
  }
}

function viewOf({ document, position }: Stored<DeviceDocument>): DeviceView {
  const { protocol: _filter, running: _internal, ...view } = document;
  return { ...view, position };
}
