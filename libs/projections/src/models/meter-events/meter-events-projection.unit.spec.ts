import { describe, expect, it } from '@jest/globals';
import type { DeviceEventOf } from '#domain';
import { projected } from '../../test/projection-specification.js';
import { at, METER, type Sample } from '../../test/samples.js';
import { meterEvents } from './meter-event-document.js';
import { meterEventsProjection } from './meter-events-projection.js';

type Collected = DeviceEventOf<'MeterEventsCollected'>;
const collected = (events: Collected['data']['events'], category: Collected['data']['category'] = 'STANDARD_EVENT_LOG'): Collected => ({
  type: 'MeterEventsCollected',
  data: { category, events },
});
const eventsAfter = async (...samples: Sample[]) => (await projected(meterEventsProjection, samples)).of(meterEvents);
const ROW = { timestamp: '2026-11-24T10:00:00+01:00', eventCode: 2, eventType: 'POWER_UP' };

describe('Meter events', () => {
  it('shows a row of a log', async () => {
    expect(await eventsAfter(collected([{ ...ROW, eventCounter: 5 }]))).toEqual([
      {
        deviceIdentification: METER,
        eventLogCategory: 'STANDARD_EVENT_LOG',
        at: Date.parse(ROW.timestamp),
        ...ROW,
        eventCounter: 5,
        collectedAt: at(1000),
        correlationUid: 'uid-1',
        revision: 0,
      },
    ]);
  });

  it('keeps one document of a row collected twice', async () => {
    expect(await eventsAfter(collected([ROW]), collected([ROW]))).toHaveLength(1);
  });

  it('tells categories, instants, codes and counters apart', async () => {
    const rows = [ROW, { ...ROW, eventCode: 3 }, { ...ROW, eventCounter: 0 }, { ...ROW, timestamp: '2026-11-24T10:00:01+01:00' }];
    expect(await eventsAfter(collected(rows), collected([ROW], 'FRAUD_DETECTION_LOG'))).toHaveLength(5);
  });
});
