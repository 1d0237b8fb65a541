import { describe, expect, it } from '@jest/globals';
import type { DeviceSettings, EventLogCategory } from '#contract';
import { d, type Data } from '#dlms';
import { contextOf, dsmr422Settings, smr51Settings, stamp } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { findEvents } from './find-events.js';

const STANDARD = '7/0.0.99.98.0.255/2';
const COMMUNICATION = '7/0.0.99.98.4.255/2';
const POWER_QUALITY = '7/0.0.99.98.5.255/2';

const row = (time: string, code: number, ...more: Data[]): Data => d.structure(stamp(time), d.u8(code), ...more);
const query = (eventLogCategory: EventLogCategory) => ({ eventLogCategory, from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z' });

function find(script: Script, categories: readonly EventLogCategory[], settings: DeviceSettings = smr51Settings) {
  const access = new ScriptedAccess(script);
  return { access, outcome: findEvents({ queries: categories.map(query) }, contextOf(settings))(access) };
}

describe('FindEvents', () => {
  it('names the events of a log', async () => {
    const { outcome } = find({ [STANDARD]: d.array(row('2026-11-23T08:00:00Z', 1), row('2026-11-23T08:01:00Z', 2)) }, ['STANDARD_EVENT_LOG']);
    expect((await outcome).response).toEqual({
      events: [
        { timestamp: '2026-11-23T09:00:00+01:00', eventCode: 1, eventType: 'POWER_FAILURE', eventLogCategory: 'STANDARD_EVENT_LOG' },
        { timestamp: '2026-11-23T09:01:00+01:00', eventCode: 2, eventType: 'POWER_RETURNED', eventLogCategory: 'STANDARD_EVENT_LOG' },
      ],
    });
  });

  it('joins several logs, with the counter of the communication log', async () => {
    const script = { [STANDARD]: d.array(row('2026-11-23T08:00:00Z', 3)), [COMMUNICATION]: d.array(row('2026-11-23T07:00:00Z', 71, d.u16(12))) };
    const { outcome } = find(script, ['STANDARD_EVENT_LOG', 'COMMUNICATION_SESSION_LOG']);
    expect((await outcome).response).toMatchObject({
      events: [{ eventType: 'CLOCK_UPDATE' }, { eventType: 'METROLOGICAL_MAINTENANCE', eventCounter: 12 }],
    });
  });

  it('records no event with a deviation that no zone has: nobody could read its time again', async () => {
    const time = d.octets(Buffer.from('07ea0b17010800000075 3000'.replace(' ', ''), 'hex'));
    const script = { [STANDARD]: d.array(d.structure(time, d.u8(1))) };
    // 08:00 local time and 30,000 minutes: within the period of December.
    const queries = [{ eventLogCategory: 'STANDARD_EVENT_LOG', from: '2026-11-01T00:00:00Z', until: '2026-12-31T00:00:00Z' } as const];
    await expect(findEvents({ queries }, contextOf(smr51Settings))(new ScriptedAccess(script))).rejects.toMatchObject({ code: 412 });
  });

  it('tells magnitude and duration in the scale of their register, and none of a code without one', async () => {
    const extended = d.array(row('2026-11-23T08:00:00Z', 93, d.u16(1834), d.u16(25)), row('2026-11-23T08:01:00Z', 255, d.u16(0), d.u16(0)));
    const script = { '7/0.0.99.98.7.255/2': extended, '7/0.0.99.98.8.255/2': d.array(row('2026-11-23T08:00:00Z', 51, d.u16(12))) };
    const smr52 = { ...smr51Settings, protocolVersion: '5.2' };
    const { outcome } = find(script, ['POWER_QUALITY_EXTENDED_EVENT_LOG', 'POWER_QUALITY_THD_EVENT_LOG'], smr52);
    const { response, facts } = await outcome;
    const details = [
      { name: 'magnitude', value: '183.4 V' },
      { name: 'duration', value: '2.5 s' },
    ];
    expect(response).toMatchObject({ events: [{ eventCode: 93, eventDetails: details }, { eventCode: 255 }, { eventDetails: [{ value: '12 %' }] }] });
    expect((response as { events: object[] }).events[1]).not.toHaveProperty('eventDetails');
    expect(facts).toMatchObject([{ data: { events: [{ eventDetails: details }, {}] } }, {}]);
  });

  it('drops what happened outside the period', async () => {
    const { outcome } = find({ [STANDARD]: d.array(row('2026-10-23T08:00:00Z', 1), row('2026-11-23T08:01:00Z', 2)) }, ['STANDARD_EVENT_LOG']);
    expect((await outcome).response).toMatchObject({ events: [{ eventCode: 2 }] });
  });

  it('takes a code in the meaning of the protocol, and an unknown one as unknown', async () => {
    const script = { [POWER_QUALITY]: d.array(row('2026-11-23T08:00:00Z', 80), row('2026-11-23T08:00:00Z', 222)) };
    const { outcome } = find(script, ['POWER_QUALITY_EVENT_LOG']);
    expect((await outcome).response).toMatchObject({ events: [{ eventType: 'OVER_VOLTAGE_L1' }, { eventType: 'UNKNOWN_EVENT_HEADEND' }] });
  });

  it('records one fact per log, at its last event, or now for an empty log', async () => {
    const script = { [STANDARD]: d.array(row('2026-11-23T07:00:00Z', 1)), [COMMUNICATION]: d.array() };
    const { facts } = await find(script, ['STANDARD_EVENT_LOG', 'COMMUNICATION_SESSION_LOG']).outcome;
    expect(facts).toEqual([
      {
        type: 'MeterEventsCollected',
        occurredAt: Date.parse('2026-11-23T07:00:00Z'),
        data: { category: 'STANDARD_EVENT_LOG', events: [{ timestamp: '2026-11-23T08:00:00+01:00', eventCode: 1, eventType: 'POWER_FAILURE' }] },
      },
      { type: 'MeterEventsCollected', occurredAt: Date.parse('2026-11-23T08:00:00Z'), data: { category: 'COMMUNICATION_SESSION_LOG', events: [] } },
    ]);
  });

  it('refuses a category that the protocol does not have, before any I/O', () => {
    expect(() => findEvents({ queries: [query('AUXILIARY_EVENT_LOG')] }, contextOf(dsmr422Settings))).toThrow(
      expect.objectContaining({ code: 416, message: 'FindEvents: no address found for AUXILIARY_EVENT_LOG in protocol DSMR 4.2.2' }),
    );
  });

  it.each([
    ['a row with too many columns', d.array(row('2026-11-23T08:00:00Z', 1, d.u8(1))), {}],
    ['a row without a time', d.array(d.structure(d.octets('FFFFFFFFFFFFFFFFFF8000FF'), d.u8(1))), {}],
    ['a refusal', 2, { dataAccessResult: '2' }],
  ])('fails with 412 for %s', async (_, answer, parameters) => {
    await expect(find({ [STANDARD]: answer }, ['STANDARD_EVENT_LOG']).outcome).rejects.toMatchObject({ code: 412, parameters });
  });
});
