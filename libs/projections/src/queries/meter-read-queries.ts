import type { ReadStore, Stored } from '#readstore/port.js';
import { meterReads, type MeterReadDocument } from '../models/meter-reads/meter-read-document.js';
import { readVersions } from './meter-read-versions.js';
import type { MeterReadFilter, MeterReadView } from './meter-read-view.js';
import { between, equals, findPage, type ItemPage, type PageRequest } from './page.js';

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
