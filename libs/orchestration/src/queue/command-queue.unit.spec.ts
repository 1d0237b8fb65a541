import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CommandQueue } from './command-queue.js';
import type { WaitingCommand } from './entry.js';
import { NaiveQueue } from './testing/naive-queue.js';

const MINUTE = 60_000;
const uids = fc.integer({ min: 0, max: 14 }).map((n) => `uid-${n}`);
const devices = fc.integer({ min: 0, max: 5 }).map((n) => `device-${n}`);
const cells = fc.constantFrom('', '1/1', '1/2', '2/1');
const scopes = fc.constantFrom('1', '1/1', '1/2', '2/1');
const times = fc.integer({ min: 0, max: 40 }).map((n) => n * 5 * MINUTE);
const commands: fc.Arbitrary<WaitingCommand> = fc.record({
  correlationUid: uids,
  deviceIdentification: devices,
  organisation: fc.constantFrom('acme', 'beta', 'gamma'),
  cell: cells,
  priority: fc.integer({ min: 0, max: 9 }),
  dueAt: times,
  expiresAt: times.map((at) => at + 10 * MINUTE),
});
const names = fc.record({ correlationUid: uids, deviceIdentification: devices });

type Act = (queue: CommandQueue | NaiveQueue, now: number) => unknown;
const named = (
  name: { correlationUid: string; deviceIdentification: string },
  act: (queue: CommandQueue | NaiveQueue, uid: typeof name) => void,
): Act => {
  return (queue) => act(queue, name);
};

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: commands.map(
      (command): Act =>
        (queue) =>
          queue.put(command),
    ),
  },
  { weight: 6, arbitrary: fc.constant<Act>((queue, now) => takeBest(queue, now)) },
  names.map((name) => named(name, (queue) => queue.remove(name))),
  fc.tuple(names, fc.integer({ min: 0, max: 9 })).map(
    ([name, priority]): Act =>
      (queue) =>
        withEntry(queue, name, (entry) => queue.reprioritise(entry, priority)),
  ),
  names.map(
    (name): Act =>
      (queue) =>
        withEntry(queue, name, (entry) => queue.setAside(entry)),
  ),
  fc.tuple(names, cells).map(
    ([name, cell]): Act =>
      (queue) =>
        withEntry(queue, name, (entry) => queue.move(entry, cell)),
  ),
  fc.tuple(names, cells, times).map(
    ([name, cell, dueAt]): Act =>
      (queue) =>
        withEntry(queue, name, (entry) => queue.putBack(entry, { cell, dueAt })),
  ),
  names.map(
    (name): Act =>
      (queue) =>
        withEntry(queue, name, (entry) => queue.drop(entry)),
  ),
  devices.map(
    (device): Act =>
      (queue) =>
        queue.releaseDevice(device),
  ),
  fc.tuple(devices, times).map(
    ([device, until]): Act =>
      (queue, now) =>
        queue.holdDevice(device, now + 1 + until),
  ),
  devices.map(
    (device): Act =>
      (queue) =>
        queue.callDevice(device),
  ),
  {
    weight: 2,
    arbitrary: scopes.map(
      (scope): Act =>
        (queue, now) =>
          queue.block(scope.includes('/') ? scope : `${scope}/1`, scope, now),
    ),
  },
  {
    weight: 2,
    arbitrary: scopes.map(
      (scope): Act =>
        (queue) =>
          queue.unblock(scope),
    ),
  },
  fc.constant<Act>((queue, now) => queue.takeExpired(now)?.correlationUid),
);

function withEntry(
  queue: CommandQueue | NaiveQueue,
  name: { correlationUid: string; deviceIdentification: string },
  act: (entry: never) => void,
): void {
  const entry = queue.find(name);
  if (entry !== undefined) act(entry as never);
}

function takeBest(queue: CommandQueue | NaiveQueue, now: number): string | undefined {
  const best = queue.best(now);
  if (best === undefined) return undefined;
  queue.take(best as never, now);
  return `${best.deviceIdentification} ${best.correlationUid}`;
}

describe('The queue of commands', () => {
  it('does as a list would that is searched from end to end', () => {
    const steps = fc.array(fc.tuple(acts, fc.integer({ min: 0, max: 20 })), { maxLength: 120, size: 'max' });
    fc.assert(
      fc.property(steps, (sequence) => {
        const [queue, naive] = [new CommandQueue(), new NaiveQueue()];
        let now = 0;
        for (const [act, minutes] of sequence) {
          now += minutes * MINUTE;
          for (const each of [queue, naive]) each.advance(now);
          expect(act(queue, now)).toEqual(act(naive, now));
          expect(queue.waitingCount).toBe(naive.waitingCount);
          for (const each of [queue, naive]) each.advance(now);
          expect(queue.best(now)?.correlationUid).toBe(naive.best(now)?.correlationUid);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('hands out everything in the end', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 40 }), (all) => {
        const queue = new CommandQueue();
        for (const command of all) queue.put(command);
        const expected = queue.waitingCount;
        queue.advance(1e9);
        let handed = 0;
        for (let best = queue.best(1e9); best !== undefined; best = queue.best(1e9)) {
          queue.take(best, 1e9);
          queue.releaseDevice(best.deviceIdentification);
          queue.advance(1e9);
          handed++;
        }
        expect(handed).toBe(expected);
        expect(queue.waitingCount).toBe(0);
      }),
    );
  });

  it('finds the best behind 50,000 commands in blocked cells without looking at them', () => {
    const queue = new CommandQueue();
    const command = (n: number, cell: string, priority: number): WaitingCommand => ({
      correlationUid: `uid-${n}`,
      deviceIdentification: `device-${n}`,
      organisation: 'acme',
      cell,
      priority,
      dueAt: n,
      expiresAt: 1e9,
    });
    for (let n = 0; n < 50_000; n++) queue.put(command(n, `1/${n % 500}`, 2));
    queue.advance(60_000);
    for (let best = queue.best(60_000); best !== undefined; best = queue.best(60_000)) queue.block(best.cell, best.cell, 60_000);
    queue.put(command(50_000, '2/1', 1));
    queue.advance(60_000);
    const began = process.cpuUsage();
    for (let n = 0; n < 10_000; n++) expect(queue.best(60_000)?.cell === '2/1').toBe(true);
    // Looking through the blocked ones would take minutes.
    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  });
});
