import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { inGroups } from './in-groups.js';
import type { ToWriter } from './protocol.js';

const writes = (...ids: readonly number[]): ToWriter => ({ kind: 'writes', writes: ids.map((id) => ({ id, module: 'm', request: id })) });

describe('inGroups', () => {
  let channel: MessageChannel;
  let groups: number[][];
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    channel = new MessageChannel();
    groups = [];
    inGroups(channel.port2, ({ writes: group, closing }) => {
      groups.push(closing ? [...group.map(({ id }) => id), -1] : group.map(({ id }) => id));
      return group.length > 1;
    });
  });
  afterEach(() => {
    channel.port1.close();
    jest.useRealTimers();
  });

  /** Resolves when the port has handed out what was sent. */
  async function sent(message: ToWriter): Promise<void> {
    const arrived = once(channel.port2, 'message');
    channel.port1.postMessage(message);
    await arrived;
  }

  it('never lets a lone writer wait', async () => {
    for (const id of [1, 2, 3]) {
      await sent(writes(id));
      expect(groups.at(-1)).toEqual([id]);
    }
  });

  it('waits two milliseconds for others after a group of several, and not at all after a group of one', async () => {
    await sent(writes(1, 2));
    await sent(writes(3));
    expect(groups).toEqual([[1, 2]]);
    jest.advanceTimersByTime(1);
    expect(groups).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(groups).toEqual([[1, 2], [3]]);
    await sent(writes(4));
    expect(groups).toEqual([[1, 2], [3], [4]]);
  });

  it('takes along what arrived while it waited', async () => {
    await sent(writes(1, 2));
    await sent(writes(3));
    channel.port1.postMessage(writes(4));
    jest.advanceTimersByTime(2);
    expect(groups).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('closes at once, also in a crowd, after what came before', async () => {
    await sent(writes(1, 2));
    await sent(writes(3));
    await sent({ kind: 'close' });
    expect(groups.flat()).toEqual([1, 2, 3, -1]);
  });
});
