import type { EventLogCategory } from '#contract';
import type { ReadStore, Stored } from '#readstore/port.js';
import { meterEvents, type MeterEventDocument } from '../models/meter-events/meter-event-document.js';
import { between, equals, findPage, type ItemPage, type PageRequest } from './page.js';

export type MeterEventView = Omit<MeterEventDocument, 'deviceIdentification' | 'at'>;

export interface MeterEventFilter {
  readonly category?: EventLogCategory;
  /** Epoch ms of timestamp, inclusive. */
  readonly from?: number;
  /** Epoch ms of timestamp, exclusive. */
  readonly to?: number;
}

export class MeterEventQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** Ordered by timestamp. */
  async list(deviceIdentification: string, { category, from, to }: MeterEventFilter, page: PageRequest): Promise<ItemPage<MeterEventView>> {
    const where = [...equals('deviceIdentification', deviceIdentification), ...equals('eventLogCategory', category), ...between('at', from, to)];
    return findPage(this.readStore, meterEvents, { where, sort: ['at'] }, page, viewOf);
  }
}

function viewOf({ document }: Stored<MeterEventDocument>): MeterEventView {
  const { deviceIdentification: _known, at: _index, ...view } = document;
  return view;
}
