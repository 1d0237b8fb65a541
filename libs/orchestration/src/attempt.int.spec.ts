import { afterEach, describe, expect, it } from '@jest/globals';
import { fault, type Fault } from '#contract';
import type { Fact } from '#domain';
import { openHouse, START, type House } from './testing/house.js';
import { allAnswered, ScriptedGateway, silent, type Script } from './testing/scripted-gateway.js';

const DEVICE = 'TEST1024000000001';
const CLEAR = 'ClearAlarmRegister';
const ACTIONS = [
  { operation: 'GetActualMeterReads', data: null },
  { operation: CLEAR, data: null },
];

let house: House;
afterEach(async () => house.close());

async function open(script: Script): Promise<ScriptedGateway> {
  const gateway = new ScriptedGateway(script);
  house = await openHouse(gateway);
  await house.register(DEVICE);
  await house.start();
  return gateway;
}

const typesOf = async (uid: string) => (await house.eventsOf(DEVICE, uid)).map(({ type }) => type);
const doubts = (gateway: ScriptedGateway) => gateway.requests.map(({ actions }) => actions.map(({ index, doubtful }) => [index, doubtful ?? false]));

describe('An effect', () => {
  it('stands on the stream before the session goes on', async () => {
    let seen: readonly string[] = [];
    await open(async (request, signal, journal) => {
      await journal?.started(1);
      seen = await typesOf(request.correlationUid);
      return allAnswered(request, signal);
    });
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS });
    await house.ended(DEVICE, uid);
    expect(seen).toEqual(['CommandAccepted', 'AttemptStarted', 'ActionStarted']);
    const begun = (await house.eventsOf(DEVICE, uid)).find(({ type }) => type === 'ActionStarted');
    expect(begun).toMatchObject({ actor: 'meterlog/gateway', data: { attempt: 1, index: 1, operation: CLEAR } });
  });

  it('that a dead process had begun is in doubt for the next one, and no other is', async () => {
    const gateway = await open(async (request, signal, journal) => {
      await journal?.started(1);
      return silent(request, signal);
    });
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS });
    await house.until(DEVICE, uid, 'ActionStarted');
    const survivor = new ScriptedGateway(allAnswered);
    gateway.run = (...session) => survivor.run(...session);
    await house.crashAndRestart();
    expect((await house.ended(DEVICE, uid)).type).toBe('CommandSucceeded');
    expect(doubts(survivor)).toEqual([
      [
        [0, false],
        [1, true],
      ],
    ]);
  });

  it('that cannot be told waits for a decision, and not longer than the command', async () => {
    const cannotTell = fault(414, 'the meter cannot tell', 'PROTOCOL_DLMS');
    const gateway = await open(async ({ actions }, _signal, journal) => {
      await journal?.started(0);
      return { answered: actions.map(({ index, operation }) => ({ index, operation, ok: false, fault: cannotTell, undecided: true })), facts: [] };
    });
    const uid = await house.accept(DEVICE, CLEAR, null, { maxScheduleTime: new Date(START + 3_600_000).toISOString() });
    const events = await house.until(DEVICE, uid, 'DecisionRequested');
    expect(events.slice(-2)).toMatchObject([
      { type: 'AttemptFailed', data: { code: 414, counted: false, reached: true } },
      { type: 'DecisionRequested', data: { index: 0, operation: CLEAR, reason: cannotTell.message } },
    ]);
    await house.advanceTo(3_599_999);
    expect(gateway.requests).toHaveLength(1);
    expect(await house.eventsOf(DEVICE, uid)).toHaveLength(events.length);
    await house.advanceTo(3_600_000);
    expect(await house.ended(DEVICE, uid)).toMatchObject({
      type: 'CommandExpired',
      data: { fault: { code: 417, parameters: { mayHaveBeenCarriedOut: CLEAR } } },
    });
  });
});

describe('A failed attempt', () => {
  it('has a fault in each slot of a bundle, also when no event can hold what the meter said', async () => {
    const event = { timestamp: '2026-01-01T00:00:00Z', eventCode: -1, eventType: 'UNKNOWN' };
    const fact: Fact = { type: 'MeterEventsCollected', data: { category: 'STANDARD_EVENT_LOG', events: [event] } };
    await open(({ actions }) => ({
      answered: actions.map(({ index, operation }) => ({ index, operation, ok: true, response: null, facts: [fact] })),
      facts: [],
    }));
    const uid = await house.accept(DEVICE, 'Bundle', { actions: ACTIONS }, { bypassRetry: true });
    expect(await house.ended(DEVICE, uid)).toMatchObject({ type: 'CommandFailed', data: { fault: { innerException: 'EventSchemaError' } } });
    expect(await house.response(uid)).toMatchObject({ actions: ACTIONS.map(({ operation }) => ({ operation, result: 'NOT OK' })) });
  });

  it.each<[string, Fault, boolean]>([
    ['the meter answered with a fault', fault(412, 'refused', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '3' } }), true],
    ['the profile does not have the operation, so that nobody dialled', fault(416, 'not in this profile', 'PROTOCOL_DLMS'), false],
    ['the data cannot be carried out, so that nobody dialled', fault(401, 'impossible', 'PROTOCOL_DLMS'), false],
  ])('says whether the meter was reached when %s', async (_why, why, reached) => {
    await open(({ actions }) => ({ answered: actions.map(({ index, operation }) => ({ index, operation, ok: false, fault: why })), facts: [] }));
    const uid = await house.accept(DEVICE, 'GetActualMeterReads', null);
    await house.ended(DEVICE, uid);
    const failed = (await house.eventsOf(DEVICE, uid)).find(({ type }) => type === 'AttemptFailed');
    expect(failed?.data).toEqual({ attempt: 1, code: why.code, type: why.type, message: why.message, ...(reached ? { reached } : {}) });
  });
});
