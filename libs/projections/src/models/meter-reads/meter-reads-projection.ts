import type { MeterValue } from '#contract';
import type { DeviceEventData } from '#domain';
import { deviceOf, instantOf } from '../../device-stream.js';
import type { Projection } from '../../projection.js';
import { meterReads, meterReadVersions, READ_QUANTITIES, type MeterReadDocument, type ReadQuantities } from './meter-read-document.js';

type Collected = DeviceEventData<'MeterReadsCollected'>;

/** Readings, unique by (device, channel, kind, instant of logTime): the latest collected wins; the versions are kept beside them. */
export const meterReadsProjection: Projection = {
  name: 'meterReads',
  version: 1,
  collections: [meterReads, meterReadVersions],
  handles: ['MeterReadsCollected'],
  reads: () => [],
  apply(event, documents) {
    const deviceIdentification = deviceOf(event.stream);
    if (event.type !== 'MeterReadsCollected' || deviceIdentification === undefined) return;
    const { kind, channel, unit } = event.data;
    const origin = { collectedAt: event.recordedAt, correlationUid: event.correlationUid, revision: event.revision };
    for (const read of event.data.reads) {
      const document: MeterReadDocument = {
        deviceIdentification,
        logTime: read.logTime,
        at: instantOf(read.logTime),
        kind,
        channel,
        ...quantities(read, unit),
        ...(read.amrProfileStatusCode === undefined ? {} : { amrProfileStatusCode: read.amrProfileStatusCode }),
        ...origin,
      };
      const id = [deviceIdentification, channel ?? 0, kind, document.at].join('|');
      documents.put(meterReads, id, document);
      documents.put(meterReadVersions, `${id}|${event.revision}`, document);
    }
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
