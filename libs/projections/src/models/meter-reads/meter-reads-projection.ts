import type { MeterValue } from '#contract';
import type { DeviceEventData } from '#domain';
import { deviceOf, instantOf } from '../../device-stream.js';
import type { Projection } from '../../projection.js';
import { meterReads, READ_QUANTITIES, readCollections, type ReadQuantities } from './meter-read-document.js';

type Collected = DeviceEventData<'MeterReadsCollected'>;

/** Readings, unique by (device, channel, kind, instant of logTime): the latest collected wins; the versions are kept beside them. */
export const meterReadsProjection: Projection = {
  name: 'meterReads',
  version: 2,
  collections: [meterReads, readCollections],
  handles: ['MeterReadsCollected'],
  reads: () => [],
  apply(event, documents) {
    const deviceIdentification = deviceOf(event.stream);
    if (event.type !== 'MeterReadsCollected' || deviceIdentification === undefined) return;
    const { kind, channel, unit } = event.data;
    const origin = { collectedAt: event.recordedAt, correlationUid: event.correlationUid, revision: event.revision };
    const reads = event.data.reads.map((read) => ({
      logTime: read.logTime,
      at: instantOf(read.logTime),
      ...quantities(read, unit),
      ...(read.amrProfileStatusCode === undefined ? {} : { amrProfileStatusCode: read.amrProfileStatusCode }),
    }));
    if (reads.length === 0) return;
    const common = { deviceIdentification, kind, channel, ...origin };
    for (const read of reads) documents.put(meterReads, [deviceIdentification, channel ?? 0, kind, read.at].join('|'), { ...common, ...read });
    const lastAt = reads.reduce((latest, { at }) => Math.max(latest, at), 0);
    documents.put(readCollections, `${deviceIdentification}|${event.revision}`, { ...common, lastAt, reads });
  },
};

function quantities(read: Collected['reads'][number], unit: Collected['unit']): ReadQuantities {
  const values: [string, MeterValue][] = [];
  for (const name of READ_QUANTITIES) {
    const value = read[name];
    if (value !== undefined) values.push([name, { value, unit }]);
  }
  return Object.fromEntries(values);
}
