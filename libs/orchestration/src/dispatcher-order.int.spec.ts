import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { VirtualClock } from '#event-sourcing';
import { UNLIMITED } from './permits/limit-table.js';
import type { Waits } from './ports.js';
import { openHouse, START, type House, type HouseSettings } from './testing/house.js';
import { LastingGateway } from './testing/lasting-gateway.js';

// A busy machine takes seconds for what has to wait for files.
jest.setTimeout(30_000);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const SESSION = 10 * SECOND;
const at = (ms: number): string => new Date(START + ms).toISOString();

let house: House;
let gateway: LastingGateway;
let devices: number;
afterEach(async () => house.close());

/** Every session lasts {@link SESSION}; one connection at once unless told otherwise. */
async function open(settings: HouseSettings = {}): Promise<void> {
  const clock = new VirtualClock(START);
  gateway = new LastingGateway(clock, SESSION);
  devices = 0;
  house = await openHouse(gateway, { clock, concurrency: 1, ...settings });
  await house.start();
}

/** A command for a device of its own; answers the device, by which {@link order} knows it. */
async function wish(
  priority: number,
  options: { readonly cell?: number; readonly organisation?: string; readonly scheduleTime?: string; readonly maxScheduleTime?: string } = {},
): Promise<{ readonly device: string; readonly uid: string }> {
  const { cell, organisation, ...times } = options;
  const device = `TEST10240${String(++devices).padStart(8, '0')}`;
  await house.register(device, cell === undefined ? {} : { btsId: 1, cellId: cell });
  if (organisation !== undefined)
    await house.act(device, { kind: 'GrantAuthorization', correlationUid: device, organisation, functionGroup: 'OWNER' });
  return { device, uid: await house.accept(device, 'GetActualMeterReads', null, { priority, ...times }, organisation) };
}

/** Devices in the order in which they were called. */
const order = (): readonly string[] => gateway.requests.map(({ deviceIdentification }) => deviceIdentification);
const names = (...wishes: readonly { readonly device: string }[]): readonly string[] => wishes.map(({ device }) => device);
/** Waits of `count` sessions, one after the other. */
const sessions = (count: number): number => count * SESSION;

describe('Permits', () => {
  it('go to the highest priority that waits at that moment, whoever came first', async () => {
    await open();
    const low = [await wish(2), await wish(2), await wish(2)];
    await house.advanceTo(5 * SECOND);
    const high = await wish(7);
    await house.advanceTo(sessions(4));
    expect(order()[1]).toBe(high.device);
    expect(new Set(order())).toEqual(new Set(names(...low, high)));
  });

  it('go to what has waited long before newer ones of the same or of a lower rank, but never before 9', async () => {
    await open();
    const first = await wish(5);
    // 75 minutes past due it has the rank of 7.
    const old = await wish(2, { scheduleTime: at(SECOND) });
    house.limits.set('', { maxConcurrency: 0, maxNewPerSecond: -1 });
    await house.advanceTo(76 * MINUTE);
    const [six, seven, nine] = [await wish(6), await wish(7), await wish(9)];
    await house.advanceTo(76 * MINUTE + SECOND);
    house.limits.set('', { maxConcurrency: 1, maxNewPerSecond: -1 });
    await house.advanceTo(78 * MINUTE);
    expect(order()).toEqual(names(first, nine, old, seven, six));
  });

  it('follow a priority that is changed, and pass over what is held, from the next one on', async () => {
    await open();
    const first = await wish(5);
    await house.advanceTo(SECOND);
    const [a, b, c] = [await wish(5), await wish(4), await wish(3)];
    await house.act(c.device, { kind: 'ChangePriority', correlationUid: c.uid, priority: 8, reason: 'wanted now' });
    await house.act(a.device, { kind: 'Hold', correlationUid: a.uid, reason: 'not now' });
    await house.advanceTo(MINUTE);
    expect(order()).toEqual(names(first, c, b));
    await house.act(a.device, { kind: 'Release', correlationUid: a.uid, reason: 'now' });
    await house.advanceTo(2 * MINUTE);
    expect(order()).toEqual(names(first, c, b, a));
  });

  it('are shared out between organisations by turns, however many commands one of them has', async () => {
    await open();
    const many = await Promise.all(Array.from({ length: 12 }, async () => wish(4, { organisation: 'many' })));
    await house.advanceTo(SECOND);
    const few = await Promise.all(Array.from({ length: 4 }, async () => wish(4, { organisation: 'few' })));
    await house.advanceTo(sessions(9));
    const called = order();
    const ofFew = names(...few);
    expect(called.filter((device) => ofFew.includes(device))).toHaveLength(4);
    expect(called.slice(0, 9).filter((device) => names(...many).includes(device))).toHaveLength(5);
  });

  it('of one cell do not keep those of another', async () => {
    await open({ concurrency: -1 });
    house.limits.set('1/1', { maxConcurrency: 1, maxNewPerSecond: -1 });
    const urgent = [await wish(9, { cell: 1 }), await wish(9, { cell: 1 })];
    await house.advanceTo(SECOND);
    const elsewhere = await wish(0, { cell: 2 });
    await house.advanceTo(2 * SECOND);
    expect(order()).toHaveLength(2);
    expect(order()[1]).toBe(elsewhere.device);
    await house.advanceTo(sessions(2));
    expect(new Set(order())).toEqual(new Set(names(...urgent, elsewhere)));
  });

  it('are no more in any second than new connections are allowed', async () => {
    await open({ concurrency: -1 });
    house.limits.set('', { maxConcurrency: -1, maxNewPerSecond: 2 });
    for (let n = 0; n < 6; n++) await wish(4);
    const counts: number[] = [];
    for (const ms of [0, 999, 1_000, 1_999, 2_000]) {
      await house.advanceTo(ms);
      counts.push(order().length);
    }
    expect(counts).toEqual([2, 2, 4, 4, 6]);
  });

  it('are all back when everything has ended', async () => {
    await open({ concurrency: 3 });
    await Promise.all(Array.from({ length: 10 }, async (_, n) => wish(n, { cell: n % 2 })));
    await house.advanceTo(sessions(5));
    expect(order()).toHaveLength(10);
    for (const scope of ['', '1', '1/0', '1/1']) expect(house.permits.inUse(scope)).toBe(0);
  });
});

describe('A command that waits for a permit', () => {
  it('and is cancelled is never sent', async () => {
    await open();
    const first = await wish(5);
    await house.advanceTo(SECOND);
    const waiting = await wish(9);
    await house.advanceTo(2 * SECOND);
    await house.act(waiting.device, { kind: 'Cancel', correlationUid: waiting.uid, reason: 'not wanted any more' });
    await house.advanceTo(MINUTE);
    expect(order()).toEqual(names(first));
    expect((await house.ended(waiting.device, waiting.uid)).type).toBe('CommandCancelled');
  });

  it.each([
    ['of the whole network', { cell: 1 }, '', 0],
    ['of its base station', { cell: 1 }, '1', 0],
    ['of its cell, which others have', { cell: 1 }, '1/1', 1],
  ])('%s ends when its time is over, without one', async (_of, place, scope, maxConcurrency) => {
    await open({ concurrency: -1 });
    house.limits.set(scope, { maxConcurrency, maxNewPerSecond: -1 });
    gateway.duration = 10 * MINUTE;
    if (maxConcurrency > 0) await wish(9, place);
    await house.advanceTo(SECOND);
    const { device, uid } = await wish(5, { ...place, maxScheduleTime: at(MINUTE) });
    await house.advanceTo(MINUTE);
    const end = await house.ended(device, uid);
    expect({ type: end.type, at: end.occurredAt, data: end.data }).toMatchObject({
      type: 'CommandExpired',
      at: at(MINUTE),
      data: { fault: { code: 417 } },
    });
    expect(order()).not.toContain(device);
  });

  it('that is held, ends when its time is over', async () => {
    await open();
    const { device, uid } = await wish(5, { scheduleTime: at(SECOND), maxScheduleTime: at(MINUTE) });
    await house.act(device, { kind: 'Hold', correlationUid: uid, reason: 'storm' });
    await house.advanceTo(MINUTE);
    expect(await house.ended(device, uid)).toMatchObject({ type: 'CommandExpired', occurredAt: at(MINUTE) });
    expect(order()).toEqual([]);
  });
});

describe('Those who watch', () => {
  const waits: Waits[] = [];
  const observer = { granted: (each: Waits) => waits.push(each), attemptStarted: () => undefined, attemptEnded: () => undefined };

  it('are told how long each command waited for its turn, and how much of that for a permit', async () => {
    waits.length = 0;
    await open({ observer });
    await wish(5);
    await wish(5, { scheduleTime: at(SECOND) });
    await house.advanceTo(sessions(2));
    expect(waits).toEqual([
      { queued: 0, permit: 0 },
      { queued: 9 * SECOND, permit: 9 * SECOND },
    ]);
  });

  it('do not take waiting for a busy device for waiting for a permit', async () => {
    waits.length = 0;
    await open({ observer, concurrency: 5 });
    const { device } = await wish(5);
    await house.accept(device, 'GetActualMeterReads', null);
    await house.advanceTo(sessions(2));
    expect(waits).toEqual([
      { queued: 0, permit: 0 },
      { queued: SESSION, permit: 0 },
    ]);
  });
});

describe('What was there when the process died', () => {
  it('is all taken up by the next one', async () => {
    await open();
    const running = await wish(9);
    await house.advanceTo(SECOND);
    const ready = await wish(5);
    const later = await wish(5, { scheduleTime: at(5 * MINUTE) });
    const held = await wish(5);
    await house.act(held.device, { kind: 'Hold', correlationUid: held.uid, reason: 'storm' });
    const full = await wish(5, { cell: 1 });
    house.limits.set('1/1', { maxConcurrency: 0, maxNewPerSecond: -1 });
    const short = await wish(5, { cell: 1, maxScheduleTime: at(MINUTE) });
    await house.advanceTo(2 * SECOND);
    // The session of the dead process never comes back; the permits of the next one are its own.
    await house.crashAndRestart();
    await house.advanceTo(4 * MINUTE);
    house.limits.set('1/1', UNLIMITED);
    await house.act(held.device, { kind: 'Release', correlationUid: held.uid, reason: 'calm' });
    await house.advanceTo(6 * MINUTE);
    for (const { device, uid } of [running, ready, later, held, full]) expect((await house.ended(device, uid)).type).toBe('CommandSucceeded');
    expect(await house.ended(short.device, short.uid)).toMatchObject({ type: 'CommandExpired', occurredAt: at(MINUTE) });
  });
});
