import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { endings, eventsOf, historyOf } from '../support/history.js';
import { PROTOCOLS, TestSite, type Counters } from '../support/test-site.js';

jest.setTimeout(60_000);

const NOW = '2026-06-15T12:30:00Z';
const PERIOD = { from: '2026-06-15T00:00:00Z', until: NOW };

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.23.0.1', meters: 8, env: { METERLOG_RETRY: '3x100ms*2^n,cap=1s,jitter=0' } });
});
afterAll(async () => site?.stop());

const SYNCHRONISE = { operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } };
const ACTUAL = { operation: 'GetActualMeterReads' };
const DAILY = { operation: 'GetPeriodicMeterReads', data: { periodType: 'DAILY', beginDate: '2026-06-10T00:00:00Z', endDate: NOW } };
const events = (eventLogCategory: string) => ({ operation: 'FindEvents', data: { eventLogCategory, ...PERIOD } });
const FIVE = [DAILY, events('FRAUD_DETECTION_LOG'), events('STANDARD_EVENT_LOG'), SYNCHRONISE, ACTUAL];

interface Slot {
  readonly operation: string;
  readonly result: string;
  readonly response?: unknown;
  readonly fault?: { readonly code: number; readonly parameters?: Readonly<Record<string, string>> };
}

async function bundle(meter: string, actions: readonly object[]) {
  const before = await site.counters(meter);
  const command = await site.api.run('Bundle', meter, { actions });
  const after = await site.counters(meter);
  const used = (name: keyof Counters) => after[name] - before[name];
  const traffic = { connections: used('connections'), associations: used('associations'), publicAssociations: used('publicAssociations') };
  return { command, traffic, slots: (command.response as { actions: readonly Slot[] } | null)?.actions ?? [] };
}

/** A field of a slot's response. */
const part = (slot: Slot | undefined, field: string): unknown => Reflect.get(Object(slot?.response), field);
const journalOf = (meter: string) => site.fleet.control<unknown>('GET', `/meters/${meter}/journal?after=0`);

describe.each(PROTOCOLS)('A bundle of five actions on an %s meter', (protocol) => {
  it('takes one connection and one association, and answers in the order of the request', async () => {
    const meter = site.meter(protocol);
    await site.stopClock(meter, NOW);
    await site.api.run('GetActualMeterReads', meter);
    const { command, traffic, slots } = await bundle(meter, FIVE);
    expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK', fault: null, attempts: [{ number: 1, outcome: 'SUCCEEDED' }] });
    expect(traffic).toEqual({ connections: 1, associations: 1, publicAssociations: 0 });
    expect(slots.map(({ operation, result }) => [operation, result])).toEqual(FIVE.map(({ operation }) => [operation, 'OK']));
    expect(slots[0]).toMatchObject({ response: { periodType: 'DAILY' } });
    expect(part(slots[0], 'periodicMeterReads')).toHaveLength(5);
    for (const slot of [1, 2]) expect(part(slots[slot], 'events')).toHaveLength(13);
    expect(slots[3]).not.toHaveProperty('response');
    // The clock had been stopped in summer: it was read after it had been set.
    expect(Math.abs(Date.parse(String(part(slots[4], 'logTime'))) - Date.now())).toBeLessThan(60_000);
    expect(part(slots[4], 'activeEnergyImport')).toEqual({ value: '10.001', unit: 'KWH' });
    expect(JSON.stringify(await journalOf(meter))).toContain('"SET"');
  });

  it('reads an unknown invocation counter as public client first, on a connection of its own', async () => {
    const meter = site.meter(protocol, 1);
    const { command, traffic } = await bundle(meter, FIVE);
    expect(command.status).toBe('SUCCEEDED');
    expect(traffic).toEqual({ connections: 2, associations: 1, publicAssociations: 1 });
    expect(await eventsOf(site.api, meter, command.correlationUid)).toContain('InvocationCounterRead');
  });

  it('has a fault in the slot of the action that the meter refuses, and answers in the others', async () => {
    const meter = site.meter(protocol, 2);
    await site.fault(meter, 'other-reason', { onService: 'set', result: 3 });
    const { command, slots } = await bundle(meter, FIVE);
    expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK', fault: null, attempts: [{ outcome: 'SUCCEEDED' }] });
    expect(slots.map(({ result }) => result)).toEqual(['OK', 'OK', 'OK', 'NOT OK', 'OK']);
    expect(slots[3]).toMatchObject({
      operation: 'SynchronizeTime',
      fault: {
        code: 412,
        type: 'ERROR_RETRIEVING_ATTRIBUTE_VALUE',
        component: 'PROTOCOL_DLMS',
        parameters: { deviceIdentification: meter, dataAccessResult: '3' },
      },
    });
    expect(slots[4]).toMatchObject({ response: { activeEnergyImport: { value: '10.001' } } });
    await site.heal(meter);
  });
});

describe('A bundle', () => {
  it('asks again for the one action whose fault may pass, and for no other', async () => {
    const meter = site.meter('SMR 5.1', 2);
    await site.fault(meter, 'other-reason', { onService: 'set', times: 1 });
    const { command, slots } = await bundle(meter, [ACTUAL, SYNCHRONISE, DAILY]);
    expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK', attempts: [{ outcome: 'FAILED', code: 412 }, { outcome: 'SUCCEEDED' }] });
    expect(slots.map(({ result }) => result)).toEqual(['OK', 'OK', 'OK']);
    const types = await eventsOf(site.api, meter, command.correlationUid);
    expect(types.filter((type) => type === 'ActionAnswered')).toHaveLength(4);
    // Each read was collected once.
    expect(types.filter((type) => type === 'MeterReadsCollected')).toHaveLength(2);
    await site.heal(meter);
  });

  it('has 416 in the slot of an action that the profile does not know', async () => {
    const meter = site.meter('DSMR 4.2.2');
    const { command, slots, traffic } = await bundle(meter, [ACTUAL, events('POWER_QUALITY_EVENT_LOG'), DAILY]);
    expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK' });
    expect(slots.map(({ operation, result, fault }) => [operation, result, fault?.code])).toEqual([
      ['GetActualMeterReads', 'OK', undefined],
      ['FindEvents', 'NOT OK', 416],
      ['GetPeriodicMeterReads', 'OK', undefined],
    ]);
    expect(slots[1]).not.toHaveProperty('response');
    expect(traffic.connections).toBe(1);
  });

  it('keeps what was answered before the connection broke, and asks only for the rest again', async () => {
    const meter = site.meter('SMR 5.1', 3);
    await site.api.run('GetActualMeterReads', meter);
    // Two requests make the association, the third sets the clock: the fourth is not answered any more.
    await site.fault(meter, 'drop-after-pdus', { afterPdus: 3, times: 1 });
    const { command, slots } = await bundle(meter, [SYNCHRONISE, ACTUAL]);
    expect(command).toMatchObject({ status: 'SUCCEEDED', result: 'OK' });
    expect(command.attempts.map(({ outcome }) => outcome)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(slots.map(({ operation, result }) => [operation, result])).toEqual([
      ['SynchronizeTime', 'OK'],
      ['GetActualMeterReads', 'OK'],
    ]);
    const types = await eventsOf(site.api, meter, command.correlationUid);
    expect(types.filter((type) => type === 'ClockSynchronized')).toHaveLength(1);
    expect(endings(types)).toEqual(['CommandSucceeded']);
    expect(JSON.stringify(await journalOf(meter)).match(/"SET"/g)).toHaveLength(1);
  });

  it('that cannot go on fails with its fault and the answers that it has', async () => {
    const meter = site.meter('DSMR 4.2.2', 3);
    await site.api.run('GetActualMeterReads', meter);
    await site.fault(meter, 'drop-after-pdus', { afterPdus: 3, times: null });
    const { command, slots } = await bundle(meter, [SYNCHRONISE, ACTUAL, ACTUAL, ACTUAL, ACTUAL]);
    expect(command).toMatchObject({ status: 'FAILED', result: 'NOT OK' });
    expect([226, 229]).toContain(command.fault?.code);
    expect(command.attempts).toHaveLength(3);
    expect(slots.map(({ result }) => result)).toEqual(['OK', 'OK', 'OK', 'NOT OK', 'NOT OK']);
    expect(slots[4]?.fault?.code).toBe(command.fault?.code);
    const answered = (await historyOf(site.api, meter)).filter(({ type }) => type === 'ActionAnswered').map(({ data }) => data['index']);
    expect(answered).toEqual([0, 1, 2]);
    await site.heal(meter);
  });
});
