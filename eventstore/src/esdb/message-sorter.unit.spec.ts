import { describe, expect, it } from '@jest/globals';
import { MessageSorter } from './message-sorter.js';
import type { FeedItem } from './wire.js';

const event = (commit: number, type = 'A', streamId = 's'): FeedItem => ({
  event: { streamId, id: `${commit}`, revision: 0n, type, data: {}, isJson: true, position: { commit: BigInt(commit), prepare: BigInt(commit) } },
});
const checkpoint = (commit: number, prepare: number): FeedItem => ({ checkpoint: { commit: BigInt(commit), prepare: BigInt(prepare) } });
const caughtUp: FeedItem = { caughtUp: true };

/** Messages in short: e1,3 are events at positions 1 and 3; c4 a checkpoint; u5 caught up. */
function sorted(sorter: MessageSorter, items: readonly FeedItem[], floor = 0): string[] {
  return [...sorter.messages(items, floor)].map((message) => {
    if (message.kind === 'events') return `e${message.events.map(({ position }) => position).join(',')}`;
    return `${message.kind === 'checkpoint' ? 'c' : 'u'}${message.position}`;
  });
}

describe('the messages of a subscription', () => {
  it('hold events together, and say at once that they were the last of history', () => {
    const sorter = new MessageSorter({}, 0);
    expect(sorted(sorter, [event(5), event(9), caughtUp, event(12)], 19)).toEqual(['e11,19', 'u19', 'e25']);
    expect(sorter.after).toBe(25);
  });

  it('go on behind the last event of a batch', () => {
    const sorter = new MessageSorter({}, 0);
    expect(sorted(sorter, [event(5), event(9)])).toEqual(['e11,19']);
    expect(sorter.after).toBe(19);
  });

  it('reach up to what stood there before when history matched nothing', () => {
    const sorter = new MessageSorter({}, 3);
    expect(sorted(sorter, [caughtUp], 41)).toEqual(['u41']);
    expect(sorter.after).toBe(41);
  });

  it('never go back', () => {
    const sorter = new MessageSorter({}, 41);
    expect(sorted(sorter, [checkpoint(10, 0), event(15), event(20), checkpoint(20, 20)], 0)).toEqual([]);
    expect(sorter.after).toBe(41);
    expect(sorted(sorter, [caughtUp], 19)).toEqual(['u41']);
  });

  it('say the same place once only', () => {
    const sorter = new MessageSorter({}, 0);
    expect(sorted(sorter, [event(5), caughtUp])).toEqual(['e11', 'u11']);
    expect(sorted(sorter, [caughtUp])).toEqual([]);
  });

  it('tell a checkpoint where no event comes behind it', () => {
    const sorter = new MessageSorter({}, 0);
    expect(sorted(sorter, [checkpoint(32, 0)])).toEqual(['c64']);
    expect(sorted(sorter, [checkpoint(40, 40), event(50)])).toEqual(['e101']);
    expect(sorted(sorter, [event(60), checkpoint(60, 60), checkpoint(70, 0)])).toEqual(['e121', 'c140']);
    expect(sorter.after).toBe(140);
  });

  it('tell of events that only the adapter leaves out as progress', () => {
    const sorter = new MessageSorter({ streamPrefix: 'm', types: ['A'] }, 0);
    expect(sorted(sorter, [event(5, 'A', 'other'), event(6, 'A', 'm1'), event(7, 'A', 'other')])).toEqual(['e13', 'c15']);
  });
});
