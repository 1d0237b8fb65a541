import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { fault } from '#contract';
import { VirtualClock } from '#event-sourcing';
import type { Ownership } from './ownership.js';
import { UNLIMITED } from './permits/limit-table.js';
import { openHouse, START, type House, type HouseSettings } from './testing/house.js';
import { LastingGateway } from './testing/lasting-gateway.js';
import { allAnswered, ScriptedGateway, type Script } from './testing/scripted-gateway.js';

// A busy machine takes seconds for what has to wait for files.
jest.setTimeout(30_000);

const DEVICE = 'TEST1024000000001';
const OTHER = 'TEST1024000000002';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NONE = { maxConcurrency: 0, maxNewPerSecond: -1 };
const unreachable = fault(225, 'connection refused', 'PROTOCOL_DLMS');
const failing: Script = () => ({ answered: [], facts: [], failure: unreachable });
const at = (ms: number): string => new Date(START + ms).toISOString();

let house: House;
afterEach(async () => house.close());

async function open(script: Script = allAnswered, settings: HouseSettings = {}): Promise<ScriptedGateway> {
  const gateway = new ScriptedGateway(script);
  house = await openHouse(gateway, settings);
  await house.register(DEVICE, { btsId: 1, cellId: 1 });
  await house.register(OTHER, { btsId: 1, cellId: 1 });
  return gateway;
}

const read = async (device = DEVICE, options: Parameters<House['accept']>[3] = {}): Promise<string> =>
  house.accept(device, 'GetActualMeterReads', null, options);
/** When each attempt of a command started, ms after {@link START}. */
const starts = async (uid: string, device = DEVICE): Promise<readonly number[]> =>
  (await house.eventsOf(device, uid)).filter(({ type }) => type === 'AttemptStarted').map(({ occurredAt }) => Date.parse(occurredAt) - START);
const types = async (uid: string): Promise<readonly string[]> => (await house.eventsOf(DEVICE, uid)).map(({ type }) => type);
const endOf = async (uid: string, device = DEVICE): Promise<{ readonly type: string; readonly at: number }> => {
  const { type, occurredAt } = await house.ended(device, uid);
  return { type, at: Date.parse(occurredAt) - START };
};

describe('A command whose device changes its cell', () => {
  it('does not wait for permits of the cell where the device was', async () => {
    await open();
    await house.start();
    house.limits.set('1/1', NONE);
    const uid = await read();
    await house.advanceTo(1_000);
    expect(await starts(uid)).toEqual([]);
    await house.register(DEVICE, { btsId: 1, cellId: 2 });
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 1_000 });
  });

  it('takes a permit of the cell where it is, also when the index only knows the one before', async () => {
    const gateway = await open();
    house.limits.set('1/2', NONE);
    const uid = await read();
    await house.register(DEVICE, { btsId: 1, cellId: 2 });
    await house.start();
    await house.advanceTo(5 * MINUTE);
    expect(gateway.requests).toHaveLength(0);
    house.limits.set('1/2', UNLIMITED);
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 5 * MINUTE });
    expect(await types(uid)).toEqual(['CommandAccepted', 'AttemptStarted', 'CommandSucceeded']);
  });
});

describe('A command whose device could not be reached', () => {
  const circuit = { failures: 1, pause: 10 * MINUTE, cap: HOUR, whileOpen: 'wait' } as const;
  const failOnce = async (settings: HouseSettings): Promise<ScriptedGateway> => {
    const gateway = await open(failing, settings);
    await house.start();
    expect((await endOf(await read(DEVICE, { bypassRetry: true }))).type).toBe('CommandFailed');
    gateway.script = allAnswered;
    return gateway;
  };

  it('waits until the pause is over, at no cost in attempts', async () => {
    const gateway = await failOnce({ circuit });
    const uid = await read();
    await house.advanceTo(10 * MINUTE - 1);
    expect(gateway.requests).toHaveLength(1);
    await house.advanceTo(10 * MINUTE);
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 10 * MINUTE });
    expect(await types(uid)).toEqual(['CommandAccepted', 'AttemptStarted', 'CircuitClosed', 'CommandSucceeded']);
  });

  it('does not keep the permits of its cell from others meanwhile', async () => {
    await failOnce({ circuit, concurrency: 1 });
    await read(DEVICE, { priority: 9 });
    await house.advanceTo(MINUTE);
    expect(await endOf(await read(OTHER, { priority: 0 }), OTHER)).toEqual({ type: 'CommandSucceeded', at: MINUTE });
  });

  it('ends when its time is over before the pause is', async () => {
    await failOnce({ circuit });
    const uid = await read(DEVICE, { maxScheduleTime: at(5 * MINUTE) });
    await house.advanceTo(10 * MINUTE);
    expect(await endOf(uid)).toEqual({ type: 'CommandExpired', at: 5 * MINUTE });
    expect(await starts(uid)).toEqual([]);
  });

  it('goes on at once when the device is heard', async () => {
    await failOnce({ circuit });
    const uid = await read();
    await house.advanceTo(MINUTE);
    await house.act(DEVICE, { kind: 'RecordContact', correlationUid: uid, source: 'push' });
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: MINUTE });
  });

  it('waits just as long in the next process, which knows the pause from the stream alone', async () => {
    await failOnce({ circuit });
    const uid = await read();
    await house.advanceTo(MINUTE);
    await house.crashAndRestart();
    await house.advanceTo(10 * MINUTE);
    expect(await starts(uid)).toEqual([10 * MINUTE]);
  });

  it('fails at once where that is the policy', async () => {
    const gateway = await failOnce({ circuit: { ...circuit, whileOpen: 'fail' } });
    expect((await endOf(await read())).type).toBe('CommandFailed');
    expect(gateway.requests).toHaveLength(1);
  });
});

describe('A command of which nobody knows how far it came', () => {
  const undecided: Script = ({ actions }) => ({
    answered: actions.map(({ index, operation }) => ({
      index,
      operation,
      ok: false,
      fault: fault(233, 'no answer', 'PROTOCOL_DLMS'),
      undecided: true,
    })),
    facts: [],
  });

  it('is not tried before somebody decides, and then at once', async () => {
    const gateway = await open(undecided);
    await house.start();
    const uid = await read();
    await house.until(DEVICE, uid, 'DecisionRequested');
    gateway.script = allAnswered;
    await house.advanceTo(5 * MINUTE);
    expect(await starts(uid)).toEqual([0]);
    await house.act(DEVICE, { kind: 'TakeDecision', correlationUid: uid, decision: 'retry', reason: 'the meter was looked at' });
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 5 * MINUTE });
  });

  it('is over when somebody decides so, and keeps its device from nothing', async () => {
    const gateway = await open(undecided);
    await house.start();
    const uid = await read();
    await house.until(DEVICE, uid, 'DecisionRequested');
    gateway.script = allAnswered;
    expect((await endOf(await read())).type).toBe('CommandSucceeded');
    await house.act(DEVICE, { kind: 'TakeDecision', correlationUid: uid, decision: 'fail', reason: 'never mind' });
    await house.advanceTo(5 * MINUTE);
    expect((await endOf(uid)).type).toBe('CommandFailed');
    expect(house.queued).toBe(0);
  });

  it('ends when its time is over, in the next process too', async () => {
    await open(undecided);
    await house.start();
    const uid = await read(DEVICE, { maxScheduleTime: at(10 * MINUTE) });
    await house.until(DEVICE, uid, 'DecisionRequested');
    await house.advanceTo(MINUTE);
    await house.crashAndRestart();
    await house.advanceTo(10 * MINUTE);
    expect(await endOf(uid)).toEqual({ type: 'CommandExpired', at: 10 * MINUTE });
    expect(await starts(uid)).toEqual([0]);
  });
});

describe('Devices of other processes', () => {
  /** Devices that are owned, and whether that is sure. */
  class Owned implements Ownership {
    readonly devices = new Set<string>();
    sure = true;
    private readonly listeners = new Set<() => void>();
    owns = (device: string): boolean => this.devices.has(device);
    fenceOf = (device: string): number | undefined => (this.devices.has(device) ? 7 : undefined);
    valid = (): boolean => this.sure;
    onChange(listener: () => void): () => void {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    }
    change(change: () => void): void {
      change();
      for (const listener of this.listeners) listener();
    }
  }

  it('are left alone until they are gained: then all that waits for them is found, under the number of the lease', async () => {
    const ownership = new Owned();
    const gateway = await open(allAnswered, { ownership });
    const before = await read();
    await house.start();
    const since = await read();
    await house.advanceTo(MINUTE);
    expect(gateway.requests).toHaveLength(0);
    ownership.change(() => ownership.devices.add(DEVICE));
    expect((await endOf(before)).type).toBe('CommandSucceeded');
    expect((await endOf(since)).type).toBe('CommandSucceeded');
    const claim = (await house.eventsOf(DEVICE, since)).find(({ type }) => type === 'AttemptStarted');
    expect(claim?.data).toMatchObject({ fence: 7 });
  });

  it('are found as well when they were gained after the index was read, and before anybody listened', async () => {
    const ownership = new Owned();
    ownership.owns = (device) => {
      const owned = ownership.devices.has(device);
      ownership.devices.add(device);
      return owned;
    };
    await open(allAnswered, { ownership });
    const uid = await read();
    await house.start();
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 0 });
  });

  it('that are given back are called no more, but what is under way goes on', async () => {
    const { ownership } = await openLasting();
    const uid = await read();
    const next = await read(DEVICE, { priority: 0 });
    await house.advanceTo(MINUTE);
    ownership.change(() => ownership.devices.delete(DEVICE));
    const later = await read();
    await house.advanceTo(15 * MINUTE);
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 10 * MINUTE });
    for (const waiting of [next, later]) expect(await starts(waiting)).toEqual([]);
    // The queue has forgotten them.
    expect(house.queued).toBe(0);
  });

  it('that may be lost are let go of in the middle, and not dialled until it is sure again', async () => {
    const { ownership, gateway } = await openLasting();
    const uid = await read();
    await house.advanceTo(MINUTE);
    ownership.change(() => (ownership.sure = false));
    await house.until(DEVICE, uid, 'RetryScheduled');
    await house.advanceTo(2 * MINUTE);
    expect(gateway.requests).toHaveLength(1);
    ownership.change(() => (ownership.sure = true));
    await house.advanceTo(12 * MINUTE);
    expect(await starts(uid)).toEqual([0, 2 * MINUTE]);
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 12 * MINUTE });
  });

  async function openLasting(): Promise<{ readonly ownership: Owned; readonly gateway: LastingGateway }> {
    const ownership = new Owned();
    ownership.devices.add(DEVICE);
    const clock = new VirtualClock(START);
    const gateway = new LastingGateway(clock, 10 * MINUTE);
    house = await openHouse(gateway, { ownership, clock });
    await house.register(DEVICE);
    await house.start();
    return { ownership, gateway };
  }
});

describe('A command for later', () => {
  const times = { lookAhead: 10 * MINUTE, watch: 5 * MINUTE, longestSleep: 10 * MINUTE };

  it('is started to the millisecond hours later, and takes no memory until it is near', async () => {
    await open(allAnswered, { times });
    const delays = [4 * MINUTE, 9 * MINUTE + 59_999, 10 * MINUTE, 14 * MINUTE, HOUR + 1, 2 * HOUR + 7 * MINUTE, 3 * HOUR];
    const before = await Promise.all(delays.map(async (delay) => read(DEVICE, { scheduleTime: at(delay) })));
    await house.start();
    const since = await Promise.all(delays.map(async (delay) => read(OTHER, { scheduleTime: at(delay) })));
    await house.advanceTo(0);
    expect(house.queued).toBe(4);
    await house.advanceTo(3 * HOUR);
    for (const [index, delay] of delays.entries()) {
      expect(await starts(before[index] ?? '')).toEqual([delay]);
      expect(await starts(since[index] ?? '', OTHER)).toEqual([delay]);
    }
  });

  it('is started when its time comes nearer than it was', async () => {
    await open(allAnswered, { times });
    await house.start();
    const uid = await read(DEVICE, { scheduleTime: at(5 * HOUR), maxScheduleTime: at(6 * HOUR) });
    await house.act(DEVICE, { kind: 'Hold', correlationUid: uid, reason: 'storm' });
    await house.advanceTo(5 * HOUR + MINUTE);
    expect(house.queued).toBe(0);
    await house.act(DEVICE, { kind: 'Release', correlationUid: uid, reason: 'calm' });
    expect(await endOf(uid)).toEqual({ type: 'CommandSucceeded', at: 5 * HOUR + MINUTE });
  });
});
