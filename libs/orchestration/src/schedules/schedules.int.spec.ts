import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeviceQueries } from '#projections';
import { UnknownScheduleError } from './decide-schedule.js';
import type { Schedules } from './schedules.js';
import { nextTargets } from './target-devices.js';
import { definition, HOUR, iso, MINUTE, NOON, request } from './testing/samples.js';
import { ScheduleHouse, wish } from './testing/schedule-house.js';
import { ScheduleFaultError } from './time/schedule-fault.js';

const DEVICES = ['METER0000000000A', 'METER0000000000B', 'METER0000000000C'] as const;
const [FIRST] = DEVICES;
const forever = new AbortController().signal;

let house: ScheduleHouse;
let schedules: Schedules;
beforeEach(async () => {
  house = await ScheduleHouse.open();
  await house.register(...DEVICES);
  schedules = await house.start();
});
afterEach(async () => house.close());

const everyMinute = definition({ cron: '* * * * *' });
const minutes = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => iso(NOON + number * MINUTE));
const times = async (): Promise<readonly string[]> => house.timesOf(FIRST);
const untilTimes = async (count: number): Promise<readonly string[]> => house.eventually(times, ({ length }) => length >= count);
const listed = async () => (await schedules.queries.list('operations', undefined, {})).items;
const occurrences = async (id: string) => (await schedules.queries.occurrences(id, {})).items;

describe('a schedule', () => {
  it('has its commands accepted at each of its times, and shows what became of them', async () => {
    const { id, position } = await schedules.create(everyMinute, wish());
    expect(await untilTimes(3)).toEqual(minutes(1, 2, 3));
    expect(house.clock.now()).toBeLessThan(NOON + 4 * MINUTE);
    for (const device of DEVICES) expect(await house.timesOf(device)).toEqual(minutes(1, 2, 3));
    await house.eventually(
      async () => occurrences(id),
      (seen) => seen.filter(({ status }) => status === 'COMPLETE').length === 3,
    );
    expect(await occurrences(id)).toEqual(
      minutes(3, 2, 1).map((at) => ({ at, status: 'COMPLETE', startedAt: at, finishedAt: at, accepted: 3, refused: 0, skipped: null })),
    );
    expect(await listed()).toMatchObject([
      { id, name: 'hourly reads', status: 'ACTIVE', createdBy: 'operations/test/anna', nextOccurrence: minutes(4)[0], running: null },
    ]);
    expect(await schedules.waitFor(position, 0, forever)).toBe(true);
  });

  it('does nothing in a pause, and does not make up for it', async () => {
    const { id } = await schedules.create(everyMinute, wish());
    await untilTimes(1);
    expect(await schedules.act(id, 'Pause', wish('storm'))).toMatchObject({ status: 'PAUSED', nextOccurrence: null });
    await house.advanceTo(NOON + 5.5 * MINUTE);
    expect(await times()).toEqual(minutes(1));
    expect(await schedules.act(id, 'Resume', wish('over'))).toMatchObject({ status: 'ACTIVE', nextOccurrence: minutes(6)[0] });
    expect(await untilTimes(2)).toEqual(minutes(1, 6));
  });

  it('is gone when it is deleted', async () => {
    const { id } = await schedules.create(everyMinute, wish());
    await untilTimes(1);
    await schedules.act(id, 'Delete', wish('not needed'));
    await house.advanceTo(NOON + 5 * MINUTE);
    expect(await times()).toEqual(minutes(1));
    expect(await listed()).toEqual([]);
    await expect(schedules.get(id, 'operations')).rejects.toThrow(UnknownScheduleError);
  });

  it('changes from the next occurrence on', async () => {
    const { id } = await schedules.create(everyMinute, wish());
    await untilTimes(1);
    const changed = await schedules.change(id, { cron: '*/5 * * * *', name: 'seldom' }, wish('too often'));
    expect(changed).toMatchObject({ name: 'seldom', operation: 'GetActualMeterReads', nextOccurrence: minutes(5)[0] });
    expect(await untilTimes(3)).toEqual(minutes(1, 5, 10));
  });

  it('changes twice when two change it at once', async () => {
    const { id } = await schedules.create(everyMinute, wish());
    await Promise.all([schedules.change(id, { name: 'mine' }, wish()), schedules.change(id, { timezone: 'Asia/Tokyo' }, wish())]);
    expect(await schedules.get(id, 'operations')).toMatchObject({ name: 'mine', timezone: 'Asia/Tokyo' });
  });

  it('is not known to other organisations', async () => {
    const { id } = await schedules.create(everyMinute, wish());
    const theirs = wish('curious', 'others');
    await expect(schedules.get(id, 'others')).rejects.toThrow(UnknownScheduleError);
    await expect(schedules.change(id, { name: 'mine' }, theirs)).rejects.toThrow(UnknownScheduleError);
    await expect(schedules.act(id, 'Pause', theirs)).rejects.toThrow(UnknownScheduleError);
    await untilTimes(1);
    expect((await schedules.queries.list('others', undefined, {})).items).toEqual([]);
  });

  it('is refused when its times cannot be read', async () => {
    const broken = [{ cron: '0 0 31 2 *' }, { cron: 'daily' }, { data: { from: { relative: 'yesterday' } } }];
    for (const change of broken) await expect(schedules.create(definition(change), wish())).rejects.toThrow(ScheduleFaultError);
  });
});

describe('after the platform was away', () => {
  it('the latest missed occurrence runs, and the others are on record', async () => {
    const { id } = await schedules.create(definition(), wish());
    await house.stop();
    await house.clock.advance(4.5 * HOUR);
    schedules = await house.start();
    await untilTimes(1);
    await house.eventually(
      async () => occurrences(id),
      ([first]) => first?.status === 'COMPLETE',
    );
    expect(await times()).toEqual([iso(NOON + 4 * HOUR)]);
    expect(await occurrences(id)).toMatchObject([
      { at: iso(NOON + 4 * HOUR), status: 'COMPLETE', accepted: 3 },
      { at: iso(NOON + HOUR), status: 'SKIPPED', skipped: { to: iso(NOON + 3 * HOUR), count: 3, reason: 'MISSED', detail: null } },
    ]);
  });

  it('its read models are made anew from the record', async () => {
    const { id } = await schedules.create(everyMinute, wish());
    await schedules.act((await schedules.create(everyMinute, wish())).id, 'Delete', wish());
    await untilTimes(2);
    await house.eventually(
      async () => occurrences(id),
      (seen) => seen.length === 2 && seen.every(({ status }) => status === 'COMPLETE'),
    );
    const before = { listed: await listed(), occurrences: await occurrences(id) };
    await house.stop();
    const other = await ScheduleHouse.open(house.store);
    await house.close();
    house = other;
    schedules = await house.start({ isMine: () => false });
    const after = await house.eventually(
      async () => ({ listed: await listed(), occurrences: await occurrences(id) }),
      ({ occurrences: seen }) => seen.length === 2 && seen.every(({ status }) => status === 'COMPLETE'),
    );
    expect(after).toEqual(before);
  });
});

describe('in trouble', () => {
  it('each device still gets one command', async () => {
    await schedules.create(everyMinute, wish());
    house.network.failures.push('lost-request', 'lost-answer', undefined, 'lost-request', 'lost-answer', 'lost-answer');
    await untilTimes(2);
    for (const device of DEVICES)
      await house.eventually(
        async () => house.timesOf(device),
        ({ length }) => length >= 2,
      );
    for (const device of DEVICES) expect((await house.timesOf(device)).slice(0, 2)).toEqual(minutes(1, 2));
  });

  it('a process leaves alone what another one looks after', async () => {
    await house.stop();
    schedules = await house.start({ isMine: () => false });
    await schedules.create(everyMinute, wish());
    await house.advanceTo(NOON + 3 * MINUTE);
    expect(await times()).toEqual([]);
  });
});

describe('the devices of an occurrence', () => {
  const running = { at: NOON, startedAt: NOON, eventId: '', request: request(NOON), accepted: 0, refused: 0 };
  const list = (): DeviceQueries => new DeviceQueries(house.readStore);

  it('are those behind the last that was asked, as the filter has it', async () => {
    const found = async (q: string, after: string | null) => (await nextTargets({ ...running, filter: { q }, after }, undefined, list())).devices;
    expect(await found('METER', null)).toEqual(DEVICES);
    expect(await found('METER', FIRST)).toEqual(DEVICES.slice(1));
    expect(await found('METER', 'METER0000000000C')).toEqual([]);
    expect(await found('METER0000000000B', FIRST)).toEqual(['METER0000000000B']);
    expect(await found('OTHER', null)).toEqual([]);
  });
});
