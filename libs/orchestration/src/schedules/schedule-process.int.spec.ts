import { beforeEach, describe, expect, it } from '@jest/globals';
import { eventIdOf, isUuid } from '#event-sourcing';
import { commandUidOf } from './occurrence-request.js';
import { Mortality } from './testing/mortality.js';
import { HOUR, ID, iso, MINUTE, NOON, OWNER } from './testing/samples.js';
import { readAsIs, SchedulingWorld } from './testing/scheduling-world.js';

const DEVICES = ['METER0000000000A', 'METER0000000000B', 'METER0000000000C', 'METER0000000000D', 'METER0000000000E'];
const ONE = NOON + HOUR;
const forever = new AbortController().signal;

let world: SchedulingWorld;
beforeEach(async () => {
  world = new SchedulingWorld();
  await world.register(...DEVICES);
});

const last = async () => (await world.history()).at(-1);

/** When the commands of each device are meant for. */
async function instants(): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const timesOf = async (device: string) =>
    (await world.commandsOf(device)).map(({ data }) => (data as { options: { scheduleTime: unknown } }).options.scheduleTime);
  return Object.fromEntries(await Promise.all(DEVICES.map(async (device) => [device, await timesOf(device)] as const)));
}
const each = (...times: readonly number[]) => Object.fromEntries(DEVICES.map((device) => [device, times.map(iso)]));

describe('an occurrence', () => {
  it('has one command accepted per device, from the owner and for its instant', async () => {
    await world.create({ options: { priority: 7, maxDelay: 600 } });
    await world.clock.advance(HOUR + 5);
    await world.process().advance(ID, forever);
    for (const device of DEVICES) {
      const [command, ...others] = await world.commandsOf(device);
      expect(others).toEqual([]);
      expect(command).toMatchObject({
        correlationUid: commandUidOf(ID, ONE, device),
        actor: OWNER,
        data: { operation: 'GetActualMeterReads', options: { priority: 7, scheduleTime: iso(ONE), maxScheduleTime: iso(ONE + 10 * MINUTE) } },
      });
      expect(command?.causationId).toBe((await world.history())[1]?.eventId);
    }
    // A page of two begins with the device that the page before ended with.
    const progress = (after: string, accepted: number) => ({ at: iso(ONE), after: `METER0000000000${after}`, accepted, refused: 0 });
    expect((await world.history()).filter(({ type }) => type === 'OccurrenceProgressed').map(({ data }) => data)).toEqual([
      progress('B', 2),
      progress('C', 3),
      progress('D', 4),
      progress('E', 5),
    ]);
    expect((await last())?.data).toEqual({ at: iso(ONE), outcome: 'COMPLETE', accepted: 5, refused: 0 });
  });

  it('counts devices that refuse, and asks the others', async () => {
    await world.create({ filter: { devices: ['METER0000000000Z', 'METER0000000000B', 'METER0000000000A', 'METER0000000000B'] } });
    await world.clock.advance(HOUR);
    await world.process().advance(ID, forever);
    expect((await last())?.data).toEqual({ at: iso(ONE), outcome: 'COMPLETE', accepted: 2, refused: 1 });
    expect(await world.commandsOf('METER0000000000C')).toEqual([]);
  });

  it('leaves out of a filter what has no connection of its own', async () => {
    world.listed.splice(1, 1, { deviceIdentification: 'METER0000000000B', deviceType: 'SMART_METER_G' });
    await world.create();
    await world.clock.advance(HOUR);
    await world.process().advance(ID, forever);
    expect((await last())?.data).toMatchObject({ accepted: 4, refused: 0 });
    expect(await world.commandsOf('METER0000000000B')).toEqual([]);
  });

  it('finishes when there are no devices', async () => {
    world.listed.length = 0;
    await world.create();
    await world.clock.advance(HOUR);
    await world.process().advance(ID, forever);
    expect((await last())?.data).toEqual({ at: iso(ONE), outcome: 'COMPLETE', accepted: 0, refused: 0 });
  });

  it('goes by its own instant: what is relative is counted from there', async () => {
    await world.create({ data: { from: { relative: '-1h' } } });
    await world.clock.advance(1.5 * HOUR);
    await world.process().advance(ID, forever);
    expect((await world.commandsOf(DEVICES[0] ?? ''))[0]?.data).toMatchObject({ data: { from: iso(NOON) } });
  });

  it('is skipped when its request breaks the contract, and the next one is tried', async () => {
    await world.create();
    let isBroken = true;
    const read: typeof readAsIs = (form) => {
      if (isBroken) throw new Error('data.endDate: must not be before beginDate');
      return readAsIs(form);
    };
    const process = world.process(undefined, { read });
    await world.clock.advance(HOUR);
    await process.advance(ID, forever);
    expect((await last())?.data).toEqual({
      from: iso(ONE),
      to: iso(ONE),
      count: 1,
      reason: 'INVALID',
      detail: 'data.endDate: must not be before beginDate',
    });
    isBroken = false;
    await world.clock.advance(HOUR);
    await process.advance(ID, forever);
    expect(await instants()).toEqual(each(ONE + HOUR));
  });

  it('never runs twice when the clock goes back', async () => {
    await world.create();
    await world.clock.advance(HOUR);
    const process = world.process();
    await process.advance(ID, forever);
    await world.clock.advance(-30 * MINUTE);
    await process.advance(ID, forever);
    await world.clock.advance(30 * MINUTE);
    await process.advance(ID, forever);
    expect(await instants()).toEqual(each(ONE));
  });

  it('stops asking when the platform stops, and goes on when it is back', async () => {
    await world.create();
    await world.clock.advance(HOUR);
    const stopping = new AbortController();
    const register = world.listed;
    const process = world.process(undefined, {
      devices: {
        list: async () => {
          stopping.abort();
          return { items: register, next: null };
        },
      },
    });
    await process.advance(ID, stopping.signal);
    expect(await instants()).toEqual(each());
    await world.process().advance(ID, forever);
    expect(await instants()).toEqual(each(ONE));
  });
});

describe('whenever the platform is killed', () => {
  it.each(['done', 'not done'] as const)('each device gets one command per occurrence (the last step is %s)', async (lastStep) => {
    let deaths = 0;
    for (let isDead = true; isDead; deaths++) {
      world = new SchedulingWorld();
      await world.register(...DEVICES);
      await world.create({ missedRuns: 'all' });
      await world.clock.advance(2 * HOUR);
      const mortality = new Mortality(deaths, lastStep);
      isDead = (await Promise.race([world.process(mortality).advance(ID, forever), mortality.death])) === 'dead';
      await world.process().advance(ID, forever);
      expect({ deaths, commands: await instants() }).toEqual({ deaths, commands: each(ONE, ONE + HOUR) });
      const finished = (await world.history()).filter(({ type }) => type === 'OccurrenceFinished');
      expect(finished.map(({ data }) => data)).toEqual([
        { at: iso(ONE), outcome: 'COMPLETE', accepted: 5, refused: 0 },
        { at: iso(ONE + HOUR), outcome: 'COMPLETE', accepted: 5, refused: 0 },
      ]);
    }
    expect(deaths).toBeGreaterThan(30);
  });

  it('each device gets one command per occurrence when it is killed again and again', async () => {
    await world.create({ missedRuns: 'all' });
    await world.clock.advance(2 * HOUR);
    for (let life = 0, isDead = true; isDead && life < 200; life++) {
      const mortality = new Mortality(6 + (life % 5), life % 2 === 0 ? 'done' : 'not done');
      isDead = (await Promise.race([world.process(mortality).advance(ID, forever), mortality.death])) === 'dead';
    }
    expect(await instants()).toEqual(each(ONE, ONE + HOUR));
  });
});

describe('two processes at once', () => {
  it('have one command accepted per device and occurrence', async () => {
    await world.create({ missedRuns: 'all' });
    await world.clock.advance(2 * HOUR);
    const others = [world.process(), world.process(), world.process()];
    await Promise.all(others.map(async (process) => process.advance(ID, forever)));
    expect(await instants()).toEqual(each(ONE, ONE + HOUR));
    const finished = (await world.history()).filter(({ type }) => type === 'OccurrenceFinished');
    expect(finished.map(({ data }) => data)).toEqual([
      { at: iso(ONE), outcome: 'COMPLETE', accepted: 5, refused: 0 },
      { at: iso(ONE + HOUR), outcome: 'COMPLETE', accepted: 5, refused: 0 },
    ]);
  });
});

describe('the uid of a command', () => {
  it('is that of schedule, occurrence and device', () => {
    expect(isUuid(commandUidOf(ID, ONE, 'A'))).toBe(true);
    const uids = [commandUidOf(ID, ONE, 'A'), commandUidOf(ID, ONE, 'B'), commandUidOf(ID, ONE + 1, 'A'), commandUidOf(eventIdOf(ID, 0), ONE, 'A')];
    expect(new Set(uids).size).toBe(4);
  });
});
