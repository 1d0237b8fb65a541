import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PROTOCOLS, TestSite, type Protocol } from '../support/test-site.js';

jest.setTimeout(60_000);

const NOW = '2026-06-15T12:30:00Z';
const HOUR = 3_600_000;
/** The simulated logs begin here with "log cleared", then repeat their codes, one an hour. */
const FIRST_EVENT = Date.UTC(2015, 7, 1);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.22.0.1', meters: 2 });
  for (const protocol of PROTOCOLS) await site.stopClock(site.meter(protocol), NOW);
});
afterAll(async () => site?.stop());

interface MeterEvent {
  readonly timestamp: string;
  readonly eventCode: number;
  readonly eventType: string;
  readonly eventLogCategory: string;
  readonly eventCounter?: number;
}

const query = (eventLogCategory: string, from: string, until: string) => ({ eventLogCategory, from, until });
const find = (protocol: Protocol, ...queries: object[]) => site.api.run('FindEvents', site.meter(protocol), { queries });
const eventsIn = (response: unknown) => (response as { events: readonly MeterEvent[] }).events;

/** What a log that repeats `codes` every hour holds between two instants of a summer, both included. */
function hourly(eventLogCategory: string, codes: readonly number[], from: string, until: string) {
  const rows: object[] = [];
  for (let at = Math.ceil(Date.parse(from) / HOUR) * HOUR; at <= Date.parse(until); at += HOUR) {
    const number = (at - FIRST_EVENT) / HOUR;
    const timestamp = `${new Date(at + 2 * HOUR).toISOString().slice(0, 19)}+02:00`;
    rows.push({ timestamp, eventCode: codes[(number - 1) % codes.length], eventLogCategory });
  }
  return rows;
}
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const STANDARD = range(1, 20);
const FRAUD = range(40, 47);

describe.each(PROTOCOLS)('Events of an %s meter', (protocol) => {
  it.each([
    ['STANDARD_EVENT_LOG', STANDARD, '2026-06-14T12:00:00Z', '2026-06-15T12:00:00Z', 25],
    ['STANDARD_EVENT_LOG', STANDARD, '2026-06-15T00:00:01Z', '2026-06-15T02:59:59Z', 2],
    ['FRAUD_DETECTION_LOG', FRAUD, '2026-06-15T00:00:00Z', '2026-06-15T08:00:00Z', 9],
    ['FRAUD_DETECTION_LOG', FRAUD, '2026-06-15T00:10:00Z', '2026-06-15T00:20:00Z', 0],
  ])('of %s (%j) from %s until %s are those in range', async (category, codes, from, until, count) => {
    const { status, response } = await find(protocol, query(category, from, until));
    expect(status).toBe('SUCCEEDED');
    expect(eventsIn(response)).toHaveLength(count);
    expect(eventsIn(response)).toMatchObject(hourly(category, codes, from, until));
  });

  it('are named by the contract', async () => {
    const names = new Map(
      eventsIn(
        (await find(protocol, query('STANDARD_EVENT_LOG', '2026-06-14T12:00:00Z', NOW), query('FRAUD_DETECTION_LOG', '2026-06-14T12:00:00Z', NOW)))
          .response,
      ).map(({ eventCode, eventType }) => [eventCode, eventType]),
    );
    const known = { 1: 'POWER_FAILURE', 2: 'POWER_RETURNED', 3: 'CLOCK_UPDATE', 40: 'TERMINAL_COVER_REMOVED', 46: 'FAILED_LOGIN_ATTEMPT' };
    expect(Object.fromEntries(names)).toMatchObject(known);
  });

  it('of several queries stand one after the other, counters only where the log has them', async () => {
    const [from, until] = ['2026-06-15T00:00:00Z', '2026-06-15T03:00:00Z'];
    const { response } = await find(
      protocol,
      query('FRAUD_DETECTION_LOG', from, until),
      query('COMMUNICATION_SESSION_LOG', '2026-06-13T00:00:00Z', '2026-06-15T00:00:00Z'),
      query('STANDARD_EVENT_LOG', from, until),
    );
    const events = eventsIn(response);
    expect(events.slice(0, 4)).toMatchObject(hourly('FRAUD_DETECTION_LOG', FRAUD, from, until));
    expect(events.slice(-4)).toMatchObject(hourly('STANDARD_EVENT_LOG', STANDARD, from, until));
    const sessions = events.slice(4, -4);
    expect(sessions.map(({ eventLogCategory }) => eventLogCategory)).toEqual(sessions.map(() => 'COMMUNICATION_SESSION_LOG'));
    expect(sessions).toHaveLength(3);
    for (const [index, { eventCounter }] of sessions.entries()) expect(eventCounter).toBe((sessions[0]?.eventCounter ?? Number.NaN) + index);
    expect(events.filter(({ eventCounter }) => eventCounter !== undefined)).toHaveLength(3);
  });

  it('stand in the read model once, however often they were asked for', async () => {
    const [from, until] = ['2026-06-12T00:00:00Z', '2026-06-12T05:00:00Z'];
    await find(protocol, query('STANDARD_EVENT_LOG', from, until));
    const { position, response } = await find(protocol, query('STANDARD_EVENT_LOG', from, until));
    const path = `/v1/devices/${site.meter(protocol)}/meter-events?category=STANDARD_EVENT_LOG&from=${from}&to=2026-06-12T05:00:01Z`;
    const { body } = await site.api.get<{ items: unknown[] }>(`${path}&minPosition=${encodeURIComponent(position)}`);
    expect(body.items).toMatchObject(eventsIn(response));
    expect(body.items).toHaveLength(6);
  });
});

describe('A category that the profile lacks', () => {
  const powerQuality = query('POWER_QUALITY_EVENT_LOG', '2026-06-15T00:00:00Z', NOW);

  it('is answered with 416 at the first attempt, and the meter is left alone', async () => {
    const meter = site.meter('DSMR 4.2.2');
    const before = await site.counters(meter);
    const command = await find('DSMR 4.2.2', query('STANDARD_EVENT_LOG', '2026-06-15T00:00:00Z', NOW), powerQuality);
    expect(command).toMatchObject({ status: 'FAILED', result: 'NOT OK', attempts: [{ outcome: 'FAILED', code: 416 }] });
    expect(command.fault).toMatchObject({ code: 416, type: 'OPERATION_NOT_SUPPORTED_BY_PLATFORM_FOR_PROTOCOL', component: 'PROTOCOL_DLMS' });
    expect(await site.counters(meter)).toEqual(before);
  });

  it('is read where the profile has it', async () => {
    const { status, response } = await find('SMR 5.1', powerQuality);
    expect(status).toBe('SUCCEEDED');
    expect(eventsIn(response)).toHaveLength(13);
  });
});
