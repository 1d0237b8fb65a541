import { deviceOf, instantOf } from '../../device-stream.js';
import type { Projection } from '../../projection.js';
import { meterEvents, type MeterEventDocument } from './meter-event-document.js';

/** Rows of event logs, unique by (device, category, instant, code, counter). */
export const meterEventsProjection: Projection = {
  name: 'meterEvents',
  version: 1,
  collections: [meterEvents],
  handles: ['MeterEventsCollected'],
  reads: () => [],
  apply(event, documents) {
    const deviceIdentification = deviceOf(event.stream);
    if (event.type !== 'MeterEventsCollected' || deviceIdentification === undefined) return;
    const { category } = event.data;
    const origin = { collectedAt: event.recordedAt, correlationUid: event.correlationUid, revision: event.revision };
    for (const row of event.data.events) {
      const at = instantOf(row.timestamp);
      const document: MeterEventDocument = { deviceIdentification, eventLogCategory: category, at, ...row, ...origin };
      documents.put(meterEvents, [deviceIdentification, category, at, row.eventCode, row.eventCounter ?? ''].join('|'), document);
    }
  },
};
