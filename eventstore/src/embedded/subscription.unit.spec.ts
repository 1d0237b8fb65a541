import { describe, expect, it } from '@jest/globals';
import { newEvents } from '../compliance/context.js';
import type { AllPage, ReadAllOptions, StoredEvent, SubscriptionMessage } from '../port.js';
import { CommitSignal } from './commit-signal.js';
import { subscription } from './subscription.js';

const closing = new AbortController();

/** A log of which nothing but its length is known; events of interest stand at `matching`. Looks at `scan` positions at once. */
class Log {
  readonly commits = new CommitSignal();
  /** Changes each time somebody looks and finds nothing more. */
  looks = 0;

  constructor(
    public head: number,
    private readonly matching: readonly number[] = [],
    private readonly scan = 5,
  ) {}

  page({ after = 0 }: ReadAllOptions): AllPage {
    const next = Math.min(after + this.scan, this.head);
    const positions = this.matching.filter((position) => position > after && position <= next);
    if (next === this.head) this.looks += 1;
    return { events: positions.map(eventAt), next, atEnd: next === this.head };
  }
}

function eventAt(position: number): StoredEvent {
  const [event] = newEvents(1);
  if (event === undefined) throw new Error('no event');
  return { ...event, stream: 'device-1', revision: position, position };
}

const told = (message: SubscriptionMessage): string =>
  message.kind === 'events' ? `events ${message.events.map(({ position }) => position).join(' ')}` : `${message.kind} ${message.position}`;

/** What a subscriber is told until it is told that it caught up. */
async function toldUntilCaughtUp(log: Log, after = 0): Promise<string[]> {
  const messages: string[] = [];
  for await (const message of subscription({ page: (options) => log.page(options), commits: log.commits }, { after }, closing.signal)) {
    messages.push(told(message));
    if (message.kind === 'caught-up') break;
  }
  return messages;
}

describe('a subscription to a filtered log', () => {
  it('says how far it is where nothing matches, page after page', async () => {
    expect(await toldUntilCaughtUp(new Log(12))).toEqual(['checkpoint 5', 'checkpoint 10', 'caught-up 12']);
  });

  it('says how far it is behind the last event of a page', async () => {
    expect(await toldUntilCaughtUp(new Log(12, [2]))).toEqual(['events 2', 'checkpoint 5', 'checkpoint 10', 'caught-up 12']);
  });

  it('does not say so where an event says it', async () => {
    expect(await toldUntilCaughtUp(new Log(12, [5, 7]))).toEqual(['events 5', 'events 7', 'checkpoint 10', 'caught-up 12']);
  });
});

describe('a subscription that has caught up', () => {
  it('says so once, whatever is committed that is no event', async () => {
    const log = new Log(3);
    const subscriber = subscription({ page: (options) => log.page(options), commits: log.commits }, { after: 0 }, closing.signal)[
      Symbol.asyncIterator
    ]();
    expect(told((await subscriber.next()).value as SubscriptionMessage)).toBe('caught-up 3');
    const next = subscriber.next();
    for (let commits = 0; commits < 3; commits += 1) {
      const { looks } = log;
      log.commits.fire();
      // One who was told something does not look any more.
      for (let turns = 0; log.looks === looks && turns < 1_000; turns += 1) await new Promise(setImmediate);
    }
    log.head = 4;
    log.commits.fire();
    expect(told((await next).value as SubscriptionMessage)).toBe('caught-up 4');
    await subscriber.return?.();
  });
});
