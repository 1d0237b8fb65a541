import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { facadeForTests } from './testing/facade-under-test.js';
import { type EventParts, RawClient, type ReadAsked } from './testing/raw-client.js';
import { Subscriber } from './testing/subscriber.js';

const under = facadeForTests({ slowConsumer: 50 });
let raw: RawClient;
let open: Subscriber[] = [];
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterEach(async () => {
  for (const subscriber of open) subscriber.cancel();
  open = [];
  while (under.facade.subscriptions > 0) await setImmediate();
});
afterAll(() => raw.close());

const subscribe = (asked: ReadAsked): Subscriber => {
  const subscriber = new Subscriber(raw, asked);
  open.push(subscriber);
  return subscriber;
};
const some = (count: number, parts: EventParts = {}): EventParts[] => Array.from({ length: count }, () => parts);
const filled = async (count: number): Promise<string> => {
  const stream = randomUUID();
  await raw.append(stream, 'any', some(count));
  return stream;
};
const deleted = (stream: string) => ({
  code: status.FAILED_PRECONDITION,
  details: `Event stream '${stream}' is deleted.`,
  trailers: { exception: 'stream-deleted', 'stream-name': stream },
});

describe('a subscription to a stream', () => {
  it('is confirmed with an id, catches up, says so once, and goes on live', async () => {
    const stream = await filled(2);
    const subscriber = subscribe({ stream });
    expect(await subscriber.received(4)).toEqual(['confirmation', 'event 0', 'event 1', 'caught-up']);
    expect(subscriber.messages[0]?.getConfirmation()?.getSubscriptionId()).toMatch(/^[0-9a-f-]{36}$/);
    await raw.append(stream, 'any', some(2));
    await raw.append(stream, 'any');
    expect((await subscriber.received(7)).slice(4)).toEqual(['event 2', 'event 3', 'event 4']);
  });

  it.each<[ReadAsked['from'], string[]]>([
    [1n, ['event 2', 'caught-up', 'event 3']],
    [2n, ['caught-up', 'event 3']],
    ['end', ['caught-up', 'event 3']],
  ])('from %s begins after it', async (from, messages) => {
    const stream = await filled(3);
    const subscriber = subscribe({ stream, ...(from === undefined ? {} : { from }) });
    await subscriber.received(messages.length);
    await raw.append(stream, 'any');
    expect(await subscriber.received(messages.length + 1)).toEqual(['confirmation', ...messages]);
  });

  it('from a revision beyond the end passes over what comes up to it', async () => {
    const stream = await filled(2);
    const subscriber = subscribe({ stream, from: 5n });
    expect(await subscriber.received(2)).toEqual(['confirmation', 'caught-up']);
    await raw.append(stream, 'any', some(6));
    expect(await subscriber.received(4)).toEqual(['confirmation', 'caught-up', 'event 6', 'event 7']);
  });

  it.each(['missing', 'soft-deleted'])('from the start of one that is %s is caught up after the first event', async (kind) => {
    const stream = kind === 'missing' ? randomUUID() : await filled(2);
    if (kind !== 'missing') await raw.remove('delete', stream, 'any');
    const subscriber = subscribe({ stream });
    await subscriber.received(1);
    await raw.append(randomUUID(), 'any');
    expect(subscriber.described).toEqual(['confirmation']);
    await raw.append(stream, 'any');
    expect(await subscriber.received(3)).toEqual(['confirmation', kind === 'missing' ? 'event 0' : 'event 2', 'caught-up']);
  });

  it('of a long history is exact', async () => {
    const stream = await filled(1_200);
    const subscriber = subscribe({ stream });
    const expected = ['confirmation', ...Array.from({ length: 1_200 }, (_, index) => `event ${index}`), 'caught-up'];
    expect(await subscriber.received(1_202)).toEqual(expected);
  });

  it('hears nothing of a soft delete while it is live, but of the next event', async () => {
    const stream = await filled(1);
    const subscriber = subscribe({ stream });
    await subscriber.received(3);
    await raw.remove('delete', stream, 'any');
    await raw.append(stream, 'any');
    expect((await subscriber.received(4)).slice(3)).toEqual(['event 1']);
  });

  it('ends with the event that ends the stream', async () => {
    const stream = await filled(1);
    const subscriber = subscribe({ stream });
    await subscriber.received(3);
    await raw.remove('tombstone', stream, 'any');
    expect(await subscriber.ended()).toEqual(deleted(stream));
    expect(subscriber.described.slice(3)).toEqual(['event 9223372036854775807']);
    expect(subscriber.messages.at(-1)?.getEvent()?.getEvent()?.getMetadataMap().get('type')).toBe('$streamDeleted');
  });

  it('to one that has ended is refused without a confirmation', async () => {
    const stream = await filled(1);
    await raw.remove('tombstone', stream, 'any');
    const subscriber = subscribe({ stream });
    expect(await subscriber.ended()).toEqual(deleted(stream));
    expect(subscriber.described).toEqual([]);
  });

  it('shows its history as metadata allows, and live events whatever it says', async () => {
    const stream = await filled(5);
    await raw.append(`$$${stream}`, 'any', [{ type: '$metadata', data: '{"$maxCount":2}' }]);
    const subscriber = subscribe({ stream });
    await subscriber.received(4);
    await raw.append(stream, 'any', some(3));
    expect(await subscriber.received(7)).toEqual(['confirmation', 'event 3', 'event 4', 'caught-up', 'event 5', 'event 6', 'event 7']);
  });
});

describe('a slow consumer', () => {
  const append = async (stream: string): Promise<void> => {
    const events = some(50, { data: Buffer.alloc(8_000, 1) });
    for (let count = 0; count < 10; count++) await raw.append(stream, 'any', events);
  };
  const served = async (count: number): Promise<void> => {
    while (under.facade.subscriptions !== count) await setImmediate();
  };

  it.each(['a stream', 'all streams'])('of %s is cut off while live, without a gap before; not while it catches up', async (what) => {
    const stream = await filled(1);
    const live = subscribe(what === 'a stream' ? { stream, from: 'end' } : { from: 'end' });
    await live.received(2);
    live.call.pause();
    await append(stream);
    const late = subscribe({ stream });
    await late.received(1);
    late.call.pause();
    await served(1);
    live.call.resume();
    late.call.resume();
    expect(await live.ended()).toEqual({
      code: status.ABORTED,
      details: 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
      trailers: {},
    });
    const events = live.described.slice(2);
    expect(events.length).toBeLessThan(500);
    expect(events).toEqual(events.map((_, index) => `event ${index + 1}`));
    expect((await late.received(503)).at(-1)).toBe('caught-up');
  });
});
