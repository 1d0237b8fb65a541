import { excludeSystemEvents, jsonEvent } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { facadeForTests } from './testing/facade-under-test.js';
import { empty, type EventParts, RawClient, readRequest, type ReadAsked } from './testing/raw-client.js';
import { Subscriber } from './testing/subscriber.js';
import { streamsPb } from './wire/generated.js';

type Filter = streamsPb.ReadReq.Options.FilterOptions;

const under = facadeForTests();
let raw: RawClient;
let open: Subscriber[] = [];
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterEach(() => {
  for (const subscriber of open) subscriber.cancel();
  open = [];
});
afterAll(() => raw.close());

const subscribe = (asked: ReadAsked): Subscriber => {
  const subscriber = new Subscriber(raw, asked);
  open.push(subscriber);
  return subscriber;
};

/** Takes events of type `yes`. @param window events, or `count` for a server's own 32 */
const filter = (window: number | 'count' | undefined, multiplier: number, regex = '^yes$'): Filter => {
  const options = new streamsPb.ReadReq.Options.FilterOptions();
  options.setEventType(new streamsPb.ReadReq.Options.FilterOptions.Expression().setRegex(regex));
  options.setCheckpointintervalmultiplier(multiplier);
  if (window === 'count') options.setCount(empty());
  else if (window !== undefined) options.setMax(window);
  return options;
};

/** Appends one event per letter: `y` matches. Resolves to their commit positions. */
const append = async (letters: string): Promise<string[]> => {
  const events = Array.from(letters, (letter): EventParts => ({ type: letter === 'y' ? 'yes' : 'no' }));
  await raw.append('s', 'any', events);
  const { messages } = await raw.read(readRequest({ count: letters.length, backwards: true, from: 'end' }));
  return messages.map((message) => message.getEvent()?.getCommitPosition() ?? '').toReversed();
};

const checkpoints = (subscriber: Subscriber): string[] => {
  const found = subscriber.messages.map((message) => message.getCheckpoint()).filter((checkpoint) => checkpoint !== undefined);
  return found.map((checkpoint) => `${checkpoint.getCommitPosition()}/${checkpoint.getPreparePosition()}`);
};

describe('a live filtered subscription', () => {
  it.each<[number | 'count', number, number, number[]]>([
    [4, 1, 20, [3, 7, 11, 15, 19]],
    [4, 2, 20, [7, 15]],
    ['count', 1, 70, [31, 63]],
    [0, 1, 3, [0, 1, 2]],
  ])('with window %s and multiplier %i has a checkpoint at every so many events', async (window, multiplier, count, at) => {
    const subscriber = subscribe({ from: 'end', filter: filter(window, multiplier) });
    await subscriber.received(2);
    const positions = await append('n'.repeat(count));
    await subscriber.received(2 + at.length);
    // The next matching event comes behind everything that was due.
    await append('y');
    await subscriber.until(() => subscriber.described.includes('event 0') || subscriber.described.some((message) => message.startsWith('event')));
    const due = at.map((index) => `${positions[index]}/${positions[index]}`);
    expect(checkpoints(subscriber).slice(0, at.length)).toEqual(due);
    expect(subscriber.described.slice(2, 2 + at.length)).toEqual(at.map(() => 'checkpoint'));
  });

  it('counts matching events, too, and has the checkpoint after them', async () => {
    const subscriber = subscribe({ from: 'end', filter: filter(2, 1) });
    await subscriber.received(2);
    const positions = await append('ynny');
    const messages = await subscriber.received(6);
    expect(messages.slice(2).map((message) => message.split(' ')[0])).toEqual(['event', 'checkpoint', 'event', 'checkpoint']);
    expect(checkpoints(subscriber)).toEqual([`${positions[1]}/${positions[1]}`, `${positions[3]}/${positions[3]}`]);
  });
});

describe('a filtered subscription that catches up', () => {
  it('has one checkpoint per page at most, at the start of the page, with prepare position 0, the first at the beginning', async () => {
    await append('n'.repeat(100));
    const subscriber = subscribe({ filter: filter(4, 1, '^never$') });
    await subscriber.until(() => subscriber.described.includes('caught-up'));
    const found = checkpoints(subscriber);
    expect(found[0]).toBe('0/0');
    expect(found.every((checkpoint) => checkpoint.endsWith('/0'))).toBe(true);
    const pages = Math.ceil((await raw.read(readRequest({ count: 100_000 }))).messages.length / 32);
    expect(found).toHaveLength(pages);
  });

  it('never passes an event that was not seen: whoever resumes at any checkpoint misses none', async () => {
    await append('nnnnynnnnnnnnnnnnnnynnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnynnnnnnnnnnnnnnnnnnnnnnnnnny');
    const subscriber = subscribe({ filter: filter(1, 1) });
    await subscriber.until(() => subscriber.described.includes('caught-up'));
    const seen = new Set<string>();
    const all = subscriber.described.filter((message) => message.startsWith('event'));
    expect(checkpoints(subscriber).length).toBeGreaterThan(3);
    for (const message of subscriber.messages) {
      const revision = message.getEvent()?.getEvent()?.getStreamRevision();
      if (revision !== undefined) seen.add(`event ${revision}`);
      const checkpoint = message.getCheckpoint();
      if (checkpoint === undefined) continue;
      const resumed = subscribe({
        position: [BigInt(checkpoint.getCommitPosition()), BigInt(checkpoint.getPreparePosition())],
        filter: filter(1, 1),
      });
      await resumed.until(() => resumed.described.includes('caught-up'));
      expect(new Set([...seen, ...resumed.described.filter((text) => text.startsWith('event'))])).toEqual(new Set(all));
    }
  });

  it('carries what is left of an interval over to live', async () => {
    const [position] = (await append('n')).map(BigInt);
    await append('nnn');
    const subscriber = subscribe({ position: [position ?? 0n, position ?? 0n], filter: filter(5, 1) });
    await subscriber.received(2);
    expect(subscriber.described).toEqual(['confirmation', 'caught-up']);
    const positions = await append('nn');
    await subscriber.received(3);
    expect(checkpoints(subscriber)).toEqual([`${positions[1]}/${positions[1]}`]);
  });

  it('carries over what a page had beyond its checkpoint, too', async () => {
    const [position] = (await append('n')).map(BigInt);
    await append('n'.repeat(32));
    const subscriber = subscribe({ position: [position ?? 0n, position ?? 0n], filter: filter(20, 1) });
    expect(await subscriber.received(3)).toEqual(['confirmation', 'checkpoint', 'caught-up']);
    const positions = await append('n'.repeat(9));
    await subscriber.received(4);
    expect(checkpoints(subscriber)).toEqual([`${position}/0`, `${positions[7]}/${positions[7]}`]);
  });
});

describe('a filter that is wrong', () => {
  const handler = { code: status.UNKNOWN, details: 'Exception was thrown by handler.' };
  it.each<[string, Filter, object]>([
    ['multiplier 0', filter(4, 0), handler],
    ['an expression that cannot be read', filter(4, 1, '('), handler],
    ['no window', filter(undefined, 1), { code: status.INVALID_ARGUMENT }],
    ['no expression', filter(4, 1).clearEventType() as unknown as Filter, { code: status.INVALID_ARGUMENT }],
  ])('by %s ends the call', async (_, wrong, end) => {
    if (_ === 'no expression') wrong.clearEventType();
    expect(await subscribe({ filter: wrong }).ended()).toMatchObject(end);
  });
});

describe('positions', () => {
  it('inside a record, and a commit before its prepare, end a subscription', async () => {
    const [position] = (await append('n')).map(BigInt);
    const at = position ?? 0n;
    const handler = { code: status.UNKNOWN, details: 'Exception was thrown by handler.', trailers: {} };
    expect(await subscribe({ position: [at - 1n, at - 1n] }).ended()).toEqual(handler);
    expect(await subscribe({ position: [at - 128n, at] }).ended()).toEqual(handler);
  });

  it('with prepare position 0, as checkpoints of the history have them, lie before the record for reads, and behind it for subscriptions', async () => {
    const positions = (await append('nnn')).map(BigInt);
    const position = [positions[1] ?? 0n, 0n] as const;
    const subscriber = subscribe({ position });
    await subscriber.until(() => subscriber.described.includes('caught-up'));
    expect(subscriber.messages[1]?.getEvent()?.getCommitPosition()).toBe(String(positions[2]));
    const forwards = await raw.read(readRequest({ position, count: 10 }));
    const backwards = await raw.read(readRequest({ position, count: 1, backwards: true }));
    expect(forwards.messages.map((message) => message.getEvent()?.getCommitPosition())).toEqual(positions.slice(1).map(String));
    expect(backwards.messages[0]?.getEvent()?.getCommitPosition()).toBe(String(positions[0]));
  });

  it('are exclusive', async () => {
    const positions = (await append('nnn')).map(BigInt);
    const subscriber = subscribe({ position: [positions[1] ?? 0n, positions[1] ?? 0n] });
    expect((await subscriber.received(3)).map((message) => message.split(' ')[0])).toEqual(['confirmation', 'event', 'caught-up']);
    expect(subscriber.messages[1]?.getEvent()?.getCommitPosition()).toBe(String(positions[2]));
  });
});

it('tells the official client', async () => {
  const { position } = await under.client.appendToStream('told', jsonEvent({ type: 'yes', data: {} }));
  const reached: bigint[] = [];
  let isConfirmed = false;
  const subscription = under.client
    .subscribeToAll({
      fromPosition: position ?? 'start',
      filter: excludeSystemEvents({
        checkpointInterval: 1,
        maxSearchWindow: 2,
        checkpointReached: async (_, { commit }) => void reached.push(commit),
      }),
    })
    .on('confirmation', () => (isConfirmed = true));
  const caughtUp = new Promise((resolve) => subscription.once('caughtUp', resolve));
  const events: (bigint | undefined)[] = [];
  const reading = (async () => {
    for await (const { event } of subscription) if (events.push(event?.revision) === 5) break;
  })();
  await caughtUp;
  await under.client.appendToStream(
    'told',
    Array.from({ length: 5 }, () => jsonEvent({ type: 'yes', data: {} })),
  );
  await reading;
  expect(isConfirmed).toBe(true);
  expect(events).toEqual([1n, 2n, 3n, 4n, 5n]);
  expect(reached.length).toBeGreaterThanOrEqual(2);
});
