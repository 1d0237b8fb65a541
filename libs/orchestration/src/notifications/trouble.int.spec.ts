import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ReadStoreError } from '#readstore/port.js';
import { HOOK, logged, NotificationHouse, START, statuses, until } from './testing/notification-house.js';
import { DELIVERED, hanging, idOf, REJECTED, type ScriptedReceivers } from './testing/scripted-receivers.js';

// Where many work, a thread takes its time to answer.
jest.setTimeout(60_000);

let house: NotificationHouse;
let receivers: ScriptedReceivers;
beforeEach(async () => {
  house = await NotificationHouse.open();
  ({ receivers } = house);
});
afterEach(async () => house.close());

const lostAnswers = (count: number): undefined[] | 'lost-request'[] => Array.from({ length: count }, () => 'lost-request' as const);
const types = async (): Promise<readonly string[]> => (await house.recorded()).map(({ type }) => type);
/** Repetitions of one append, before it is given up. */
const REPETITIONS = 5;

describe('notifications on a store in trouble', () => {
  it('are requested when it is over, though the ending was noticed before', async () => {
    const notifications = await house.start();
    house.network.failures.push(...lostAnswers(REPETITIONS + 2));
    await house.ended({ responseUrl: HOOK });
    await house.eventually(
      () => statuses(notifications),
      ([status]) => status === 'DELIVERED',
    );
    expect(await types()).toEqual(['NotificationRequested', 'NotificationAttempted', 'NotificationDelivered']);
    expect(receivers.sent).toHaveLength(1);
  });

  it('are requested at the next start when the process dies before the request is on record', async () => {
    await house.start();
    house.network.failures.push(...lostAnswers(1_000));
    await house.ended({ responseUrl: HOOK });
    await until(
      () => house.network.requests.length,
      (count) => count > 0,
    );
    await house.end();
    expect(await types()).toEqual([]);
    house.network.failures.length = 0;
    const again = await house.start();
    await house.eventually(
      () => statuses(again),
      ([status]) => status === 'DELIVERED',
    );
  });

  it('are not sent again and again when it cannot be recorded that they were', async () => {
    const notifications = await house.start();
    receivers.script = async () => {
      house.network.failures.push(...lostAnswers(20 * REPETITIONS));
      return DELIVERED;
    };
    await house.ended({ responseUrl: HOOK });
    await until(
      () => receivers.sent.length,
      (count) => count === 1,
    );
    await house.advanceTo(60_000);
    await house.eventually(
      () => statuses(notifications),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.sent).toHaveLength(1);
  });

  it('are sent again, with the same id, when the process dies before that', async () => {
    await house.start();
    receivers.script = async () => {
      house.network.failures.push(...lostAnswers(1_000));
      return DELIVERED;
    };
    await house.ended({ responseUrl: HOOK });
    await until(
      () => receivers.sent.length,
      (count) => count === 1,
    );
    await house.end();
    house.network.failures.length = 0;
    receivers.script = async () => DELIVERED;
    const again = await house.start();
    await house.eventually(
      () => statuses(again),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.sent).toHaveLength(2);
    expect(new Set(receivers.sent.map(idOf)).size).toBe(1);
    expect(await types()).toEqual(['NotificationRequested', 'NotificationAttempted', 'NotificationDelivered']);
  });

  it('are recorded once when the answer of the record gets lost', async () => {
    const notifications = await house.start();
    receivers.script = async () => {
      house.network.failures.push('lost-answer');
      return REJECTED;
    };
    await house.ended({ responseUrl: HOOK });
    await house.eventually(
      () => logged(notifications),
      ([entry]) => entry?.attempts.length === 1,
    );
    expect(await types()).toEqual(['NotificationRequested', 'NotificationAttempted', 'NotificationRetryScheduled']);
  });

  it('go on behind a command that cannot be understood', async () => {
    const notifications = await house.start();
    await house.store.append(
      'device-ODD',
      [{ id: '6f1f0c1e-0000-4000-8000-000000000001', type: 'CommandFailed', data: '{}', metadata: '{}' }],
      'no-stream',
    );
    await house.ended({ responseUrl: HOOK });
    await house.eventually(
      () => statuses(notifications),
      ([status]) => status === 'DELIVERED',
    );
  });

  it('go on when the read store has failed for a moment', async () => {
    let failures = 3;
    const readStore = new Proxy(house.readStore, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: readonly unknown[]): unknown => {
          if (name === 'write' && failures-- > 0) throw new ReadStoreError('STORE_FAILED', 'out of order');
          return Reflect.apply(member, target, args);
        };
      },
    });
    const notifications = await house.start({ readStore });
    await house.ended({ responseUrl: HOOK });
    await house.eventually(
      () => statuses(notifications),
      ([status]) => status === 'DELIVERED',
    );
    expect(receivers.sent).toHaveLength(1);
  });
});

/** A small generator (mulberry32): the same seed, the same history. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('notifications in a random history of endings, refusals, lost answers and crashes', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are all delivered in the end, requested once, with one id each (seed %i)', async (seed) => {
    const random = numbers(seed);
    const uids: string[] = [];
    receivers.script = async (request, signal) => {
      const dice = random();
      if (dice < 0.2) return REJECTED;
      if (dice < 0.3) return { outcome: 'UNREACHABLE', error: 'ECONNRESET' };
      return dice < 0.35 ? hanging(request, signal) : DELIVERED;
    };
    let notifications = await house.start();
    let now = 0;
    for (let step = 0; step < 40; step++) {
      const dice = random();
      if (dice < 0.5) uids.push(await house.ended({ responseUrl: `https://host${Math.floor(random() * 4)}.example/` }));
      else if (dice < 0.65) house.network.failures.push(random() < 0.5 ? 'lost-answer' : 'lost-request');
      else if (dice < 0.8) notifications = await house.restart();
      else await house.advanceTo((now = Math.max(now, house.clock.now() - START) + Math.floor(random() * 90_000)));
    }
    // Everything is well again: what hangs is given up by a restart, what waits falls due.
    house.network.failures.length = 0;
    receivers.script = async () => DELIVERED;
    notifications = await house.restart();
    await house.eventually(
      () => logged(notifications),
      (all) => all.length === uids.length,
    );
    await house.eventually(
      () => statuses(notifications),
      (all) => all.every((status) => status === 'DELIVERED'),
    );
    const events = await house.recorded();
    const requested = events.filter(({ type }) => type === 'NotificationRequested').map(({ correlationUid }) => correlationUid);
    expect(requested.toSorted()).toEqual(uids.toSorted());
    const idsByUid = new Map(uids.map((uid) => [uid, new Set<string>()]));
    for (const sent of receivers.sent) idsByUid.get((JSON.parse(sent.body) as { correlationUid: string }).correlationUid)?.add(idOf(sent));
    expect([...idsByUid.values()].map(({ size }) => size)).toEqual(uids.map(() => 1));
    // No attempt has two records, and none is left out.
    for (const uid of uids) {
      const attempts = events.filter(({ type, correlationUid }) => type === 'NotificationAttempted' && correlationUid === uid);
      expect(attempts.map(({ data }) => (data as { attempt: number }).attempt)).toEqual(attempts.map((_, index) => index + 1));
    }
  });
});
