import { deviceOf, instantOf } from '../../device-stream.js';
import type { Projection } from '../../projection.js';
import { meterReads, readCollections } from './meter-read-document.js';
import { readView } from './read-view.js';

/** Readings, unique by (device, channel, kind, instant of logTime): the latest collected wins; the versions are kept beside them. */
export const meterReadsProjection: Projection = {
  name: 'meterReads',
  version: 3,
  collections: [meterReads, readCollections],
  handles: ['MeterReadsCollected'],
  reads: () => [],
  apply(event, documents) {
    const deviceIdentification = deviceOf(event.stream);
    if (event.type !== 'MeterReadsCollected' || deviceIdentification === undefined) return;
    const { kind, channel, unit, reads } = event.data;
    if (reads.length === 0) return;
    const origin = { collectedAt: event.recordedAt, correlationUid: event.correlationUid, revision: event.revision };
    const common = { deviceIdentification, kind, channel, ...origin };
    let lastAt = 0;
    for (const read of reads) {
      const at = instantOf(read.logTime);
      lastAt = Math.max(lastAt, at);
      documents.put(meterReads, [deviceIdentification, channel ?? 0, kind, at].join('|'), { ...common, at, ...readView(read, unit) });
    }
    documents.put(readCollections, `${deviceIdentification}|${event.revision}`, { ...common, lastAt, unit, reads });
  },
};
