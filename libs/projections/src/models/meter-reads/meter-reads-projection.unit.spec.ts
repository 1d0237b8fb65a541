import { describe, expect, it } from '@jest/globals';
import type { DeviceEventOf } from '#domain';
import { projected } from '../../test/projection-specification.js';
import { at, METER, OTHER_METER, type Sample } from '../../test/samples.js';
import { meterReads, readCollections } from './meter-read-document.js';
import { meterReadsProjection } from './meter-reads-projection.js';

type Collected = DeviceEventOf<'MeterReadsCollected'>;
const collected = (reads: Collected['data']['reads'], data: Partial<Collected['data']> = {}): Collected => ({
  type: 'MeterReadsCollected',
  data: { kind: 'DAILY', channel: null, unit: 'KWH', reads, ...data },
});
const readsAfter = async (...samples: Sample[]) => projected(meterReadsProjection, samples);
const LOG_TIME = '2026-11-24T00:00:00+01:00';

describe('Meter reads', () => {
  it('shows a reading under the names of the contract', async () => {
    const read = { logTime: LOG_TIME, activeEnergyImport: '10.001', amrProfileStatusCode: ['DAYLIGHT_SAVING' as const] };
    expect((await readsAfter(collected([read]))).of(meterReads)).toEqual([
      {
        deviceIdentification: METER,
        logTime: LOG_TIME,
        at: Date.parse(LOG_TIME),
        kind: 'DAILY',
        channel: null,
        activeEnergyImport: { value: '10.001', unit: 'KWH' },
        amrProfileStatusCode: ['DAYLIGHT_SAVING'],
        collectedAt: at(1000),
        correlationUid: 'uid-1',
        revision: 0,
      },
    ]);
  });

  it('keeps one document of a reading collected twice, the latest, and what each session collected', async () => {
    const first = collected([{ logTime: LOG_TIME, activeEnergyImport: '1.000' }]);
    const second = collected([{ logTime: '2026-11-23T23:00:00Z', activeEnergyImport: '2.000' }]);
    const result = await readsAfter(first, [second, { correlationUid: 'uid-2' }]);
    expect(result.of(meterReads)).toMatchObject([
      { activeEnergyImport: { value: '2.000' }, collectedAt: at(2000), correlationUid: 'uid-2', revision: 1 },
    ]);
    const collections = result.of(readCollections);
    expect(collections.map(({ reads }) => reads.map((read) => read.activeEnergyImport))).toEqual([['1.000'], ['2.000']]);
    expect(collections.map(({ lastAt }) => lastAt)).toEqual([Date.parse(LOG_TIME), Date.parse(LOG_TIME)]);
  });

  it('tells kinds, channels, instants and devices apart', async () => {
    const read = [{ logTime: LOG_TIME }];
    const others = [collected(read, { kind: 'INTERVAL' }), collected(read, { channel: 1 }), collected([{ logTime: '2026-11-24T00:00:01+01:00' }])];
    const result = await readsAfter(collected(read), ...others, [collected(read), { device: OTHER_METER }]);
    expect(result.of(meterReads)).toHaveLength(5);
  });

  it('refuses a reading without an instant', async () => {
    await expect(readsAfter(collected([{ logTime: 'yesterday' }]))).rejects.toThrow(RangeError);
  });
});
