import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { fault } from '#contract';
import type { Fact } from '#domain';
import type { SessionRequest } from '#gateway';
import { openHouse, START, type House } from './testing/house.js';
import { allAnswered, ScriptedGateway, silent, stopped, type Script } from './testing/scripted-gateway.js';

// A busy machine takes seconds for what has to wait for files.
jest.setTimeout(30_000);

const DEVICE = 'TEST1024000000001';
const OTHER = 'TEST1024000000002';
const unreachable = fault(225, 'connection refused', 'PROTOCOL_DLMS');
const failing: Script = () => ({ answered: [], facts: [], failure: unreachable });
const ACTIONS = [
  { operation: 'GetActualMeterReads', data: null },
  { operation: 'GetActualMeterReads', data: null },
  { operation: 'GetActualMeterReads', data: null },
];

let house: House;
afterEach(async () => house.close());

async function open(script: Script, settings: Parameters<typeof openHouse>[1] = {}): Promise<ScriptedGateway> {
  const gateway = new ScriptedGateway(script);
  house = await openHouse(gateway, settings);
  await house.register(DEVICE);
  await house.register(OTHER);
  return gateway;
}

describe('The dispatcher', () => {
  it('runs an accepted command and keeps its response', async () => {
    await open(allAnswered);
    await house.start();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null);
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    expect((await house.eventsOf(DEVICE, uid)).map(({ type }) => type)).toEqual(['CommandAccepted', 'AttemptStarted', 'CommandSucceeded']);
    expect(await house.response(uid)).toEqual({ slot: 0 });
  });

  it('tries three times, 30 s and 60 s after the failure before, and then fails', async () => {
    const gateway = await open(failing);
    await house.start();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null);
    await house.advanceTo(29_999);
    expect(gateway.requests).toHaveLength(1);
    await house.advanceTo(30_000);
    expect(gateway.requests).toHaveLength(2);
    await house.advanceTo(89_999);
    expect(gateway.requests).toHaveLength(2);
    await house.advanceTo(90_000);
    const end = await house.ended(DEVICE, uid);
    expect(end).toMatchObject({ type: 'CommandFailed', data: { fault: unreachable } });
    const attempts = (await house.eventsOf(DEVICE, uid)).filter(({ type }) => type === 'AttemptStarted');
    expect(attempts.map(({ occurredAt }) => Date.parse(occurredAt) - START)).toEqual([0, 30_000, 90_000]);
  });

  it('starts a scheduled command when its time has come, not before', async () => {
    const gateway = await open(allAnswered);
    await house.start();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null, { scheduleTime: new Date(START + 60_000).toISOString() });
    await house.advanceTo(59_999);
    expect(gateway.requests).toHaveLength(0);
    await house.advanceTo(60_000);
    const started = (await house.until(DEVICE, uid, 'AttemptStarted')).find(({ type }) => type === 'AttemptStarted');
    expect(Date.parse(started?.occurredAt ?? '')).toBe(START + 60_000);
  });

  it('ends a command that could not be tried in time with 417', async () => {
    await open(failing);
    const maxScheduleTime = new Date(START + 10_000).toISOString();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null, { maxScheduleTime });
    await house.start();
    await house.advanceTo(10_000);
    expect(await house.ended(DEVICE, uid)).toMatchObject({ data: { fault: { code: 417 } } });
  });

  it('takes the highest priority first and one session per device', async () => {
    const gateway = await open(allAnswered, { concurrency: 1 });
    const low = await house.accept(DEVICE, 'GetActualMeterReads', null, { priority: 1 });
    const high = await house.accept(DEVICE, 'GetActualMeterReads', null, { priority: 8 });
    const other = await house.accept(OTHER, 'GetActualMeterReads', null, { priority: 5 });
    await house.start();
    await Promise.all([house.ended(DEVICE, low), house.ended(DEVICE, high), house.ended(OTHER, other)]);
    expect(gateway.requests.map(({ correlationUid }) => correlationUid)).toEqual([high, other, low]);
  });

  it('runs many commands of one device one after another', async () => {
    const gateway = await open(allAnswered);
    const uids = await Promise.all(Array.from({ length: 30 }, () => house.accept(DEVICE, 'GetActualMeterReads', null)));
    await house.start();
    for (const uid of uids) expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    expect(gateway.requests).toHaveLength(30);
  });

  it('records a session that failed unexpectedly as a failed attempt', async () => {
    await open(() => Promise.reject(new TypeError('a bug')), { policy: { attempts: 1, retryDelay: 1, retryCap: 1, lifetime: 60_000 } });
    await house.start();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null);
    expect(await house.ended(DEVICE, uid)).toMatchObject({ data: { fault: { code: 0, type: 'TECHNICAL_ERROR', innerException: 'TypeError' } } });
  });

  it('counts an attempt whose outcome no event can hold as a failed one: the command ends', async () => {
    const event = { timestamp: '2026-01-01T00:00:00Z', eventCode: -1, eventType: 'UNKNOWN' };
    const fact: Fact = { type: 'MeterEventsCollected', data: { category: 'STANDARD_EVENT_LOG', events: [event] }, occurredAt: START };
    const gateway = await open(({ actions }) => ({
      answered: actions.map(({ index, operation }) => ({ index, operation, ok: true, response: null, facts: [fact] })),
      facts: [],
    }));
    await house.start();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null);
    await house.until(DEVICE, uid, 'RetryScheduled');
    await house.advanceTo(90_000);
    expect(await house.ended(DEVICE, uid)).toMatchObject({
      type: 'CommandFailed',
      data: { fault: { type: 'TECHNICAL_ERROR', innerException: 'EventSchemaError' } },
    });
    expect(gateway.requests).toHaveLength(3);
  });
});

describe('A bundle', () => {
  it('answers every slot in request order, also those that the meter refused', async () => {
    const refused = fault(412, 'refused', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '3' } });
    await open(({ actions }) => ({
      answered: actions.map(({ index, operation }) =>
        index === 1 ? { index, operation, ok: false, fault: refused } : { index, operation, ok: true, response: { slot: index }, facts: [] },
      ),
      facts: [],
    }));
    await house.start();
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS });
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    expect(await house.response(uid)).toEqual({
      actions: [
        { operation: 'GetActualMeterReads', result: 'OK', response: { slot: 0 } },
        { operation: 'GetActualMeterReads', result: 'NOT OK', fault: refused },
        { operation: 'GetActualMeterReads', result: 'OK', response: { slot: 2 } },
      ],
    });
  });

  it('asks again for the slots alone whose fault may pass, and answers with what they came to in the end', async () => {
    const busy = fault(412, 'temporary-failure', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '2' } });
    const asked: number[][] = [];
    await open(({ actions }) => {
      asked.push(actions.map(({ index }) => index));
      return {
        answered: actions.map(({ index, operation }) =>
          index === 1 || (index === 2 && asked.length === 1)
            ? { index, operation, ok: false, fault: busy }
            : { index, operation, ok: true, response: { slot: index }, facts: [] },
        ),
        facts: [],
      };
    });
    await house.start();
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS });
    await house.advanceTo(90_000);
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    expect(asked).toEqual([[0, 1, 2], [1, 2], [1]]);
    expect(await house.response(uid)).toMatchObject({ actions: [{ response: { slot: 0 } }, { fault: busy }, { response: { slot: 2 } }] });
  });

  it('that lost its connection asks again for what is missing only, and keeps what was answered', async () => {
    const asked: number[][] = [];
    await open((request: SessionRequest) => {
      asked.push(request.actions.map(({ index }) => index));
      const [first] = request.actions;
      if (first === undefined) throw new Error('nothing asked');
      const answered = [{ index: first.index, operation: first.operation, ok: true, response: { slot: first.index }, facts: [] } as const];
      return request.actions.length === 1 ? { answered, facts: [] } : { answered, facts: [], failure: unreachable };
    });
    await house.start();
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS });
    await house.advanceTo(90_000);
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    expect(asked).toEqual([[0, 1, 2], [1, 2], [2]]);
    expect(await house.response(uid)).toMatchObject({ actions: [{ response: { slot: 0 } }, { response: { slot: 1 } }, { response: { slot: 2 } }] });
  });

  it('that fails for good still gives the answers it got and a fault for each slot it could not try', async () => {
    await open(({ actions }) => {
      const answered = actions
        .filter(({ index }) => index === 0)
        .map(({ index, operation }) => ({ index, operation, ok: true, response: 'kept', facts: [] }) as const);
      return { answered, facts: [], failure: unreachable };
    });
    await house.start();
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS });
    await house.advanceTo(90_000);
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandFailed');
    const actions = [{ response: 'kept' }, { result: 'NOT OK', fault: unreachable }, { result: 'NOT OK', fault: unreachable }];
    expect(await house.response(uid)).toMatchObject({ actions });
  });
});

describe('When the process stops', () => {
  it('gives the attempt up without counting it, and the next process runs it again', async () => {
    const gateway = await open(silent);
    await house.start();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null);
    await house.until(DEVICE, uid, 'AttemptStarted');
    await house.stop();
    expect((await house.eventsOf(DEVICE, uid)).find(({ type }) => type === 'AttemptFailed')).toMatchObject({ data: { counted: false } });
    gateway.script = allAnswered;
    await house.crashAndRestart();
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
  });

  it('keeps what a bundle was answered before, and asks only for the rest', async () => {
    const asked: number[][] = [];
    const gateway = await open(
      ({ actions }, signal) =>
        new Promise((resolve) => {
          asked.push(actions.map(({ index }) => index));
          const answered = [{ index: 0, operation: 'GetActualMeterReads', ok: true, response: 'kept', facts: [] } as const];
          signal?.addEventListener('abort', () => resolve({ answered, facts: [], failure: stopped }));
        }),
    );
    await house.start();
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS });
    await house.until(DEVICE, uid, 'AttemptStarted');
    await house.stop();
    gateway.script = (request) => {
      asked.push(request.actions.map(({ index }) => index));
      return allAnswered(request);
    };
    await house.crashAndRestart();
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    expect(asked).toEqual([
      [0, 1, 2],
      [1, 2],
    ]);
    expect(await house.response(uid)).toMatchObject({ actions: [{ response: 'kept' }, { response: { slot: 1 } }, { response: { slot: 2 } }] });
  });

  it('a killed process leaves a running attempt that the next one gives up', async () => {
    const gateway = await open(silent);
    await house.start();
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null);
    await house.until(DEVICE, uid, 'AttemptStarted');
    gateway.script = allAnswered;
    const survivor = new ScriptedGateway(allAnswered);
    gateway.run = (request, signal) => survivor.run(request, signal);
    await house.crashAndRestart();
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    const events = (await house.eventsOf(DEVICE, uid)).map(({ type }) => type);
    expect(events.filter((type) => type === 'AttemptStarted')).toHaveLength(2);
    expect(survivor.requests).toHaveLength(1);
  });
});
