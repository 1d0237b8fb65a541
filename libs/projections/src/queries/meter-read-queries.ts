import type { ReadStore, Stored } from '#readstore/port.js';
import { meterReads, type MeterReadDocument, type MeterReadKind } from '../models/meter-reads/meter-read-document.js';
import { readVersions } from './meter-read-versions.js';
import { between, equals, findPage, type ItemPage, type PageRequest } from './page.js';

export type MeterReadView = Omit<MeterReadDocument, 'deviceIdentification' | 'at'>;

export interface MeterReadFilter {
  readonly kind?: MeterReadKind;
  /** Of an M-Bus device; null: readings of the E-meter itself. */
  readonly channel?: number | null;
  /** Epoch ms of logTime, inclusive. */
  readonly from?: number;
  /** Epoch ms of logTime, exclusive. */
  readonly to?: number;
  /** Every version that was collected, not the latest only. */
  readonly versions?: boolean;
}

export class MeterReadQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** Ordered by logTime. */
  async list(deviceIdentification: string, filter: MeterReadFilter, page: PageRequest): Promise<ItemPage<MeterReadView>> {
    if (filter.versions) return readVersions(this.readStore, deviceIdentification, filter, page);
    const where = [
      ...equals('deviceIdentification', deviceIdentification),
      ...equals('kind', filter.kind),
      ...equals('channel', filter.channel),
      ...between('at', filter.from, filter.to),
    ];
    return findPage(this.readStore, meterReads, { where, sort: ['at'] }, page, viewOf);
  }
}

function viewOf({ document }: Stored<MeterReadDocument>): MeterReadView {
  const { deviceIdentification: _known, at: _index, ...view } = document;
  return view;
}
