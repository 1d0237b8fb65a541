import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AllFilter, EventStore, Position, SubscriptionMessage } from '../port.js';
import { type ComplianceContext, everything, given, idsOf, newEvent, newStream, Subscriber } from './context.js';

/** Where a subscriber that got this message would go on. */
function positionOf(message: SubscriptionMessage): Position {
  return message.kind === 'events' ? (message.events.at(-1)?.position ?? 0) : message.position;
}

/** Events of two types in streams of two prefixes, every seventh `Rare`; answers those of that type. */
async function mixture(store: EventStore, prefix: string, count: number): Promise<string[]> {
  const rare: string[] = [];
  for (let n = 0; n < count; n += 20) {
    const events = Array.from({ length: 20 }, (_, index) => newEvent({ n: n + index }, (n + index) % 7 === 3 ? 'Rare' : 'Common'));
    await store.append(`${prefix}-${(n / 20) % 2 === 0 ? 'even' : 'odd'}`, events, 'any');
    rare.push(...idsOf(events.filter(({ type }) => type === 'Rare')));
  }
  return rare;
}

export function subscriptionProgressCases(context: ComplianceContext): void {
  describe('the progress of a subscription', () => {
    let ending: AbortController;
    let prefix: string;
    let start: Position;
    const subscribe = (filter: AllFilter = {}, after = start): Subscriber =>
      new Subscriber(context.store.subscribe({ after, batch: 16, signal: ending.signal, ...filter }));
    beforeEach(async () => {
      ending = new AbortController();
      prefix = newStream('progress');
      start = await context.store.head();
    });
    afterEach(() => ending.abort());

    const filters: readonly (readonly [name: string, filter: () => AllFilter])[] = [
      ['nothing', () => ({})],
      ['a type', () => ({ types: ['Rare'] })],
      ['a prefix', () => ({ streamPrefix: `${prefix}-odd` })],
      ['a prefix and types', () => ({ streamPrefix: `${prefix}-even`, types: ['Rare', 'Unheard'] })],
      ['a type that never comes', () => ({ types: ['Never'] })],
    ];

    it.each(filters)('never goes back and never passes an event that was not handed out, filtered by %s', async (_, filter) => {
      const { store } = context;
      await mixture(store, prefix, 200);
      const subscriber = subscribe(filter());
      await subscriber.until(({ caughtUp }) => caughtUp);
      await mixture(store, prefix, 200);
      const matching = await everything(store, { after: start, ...filter() });
      await subscriber.until(({ events }) => events.length >= matching.length);
      let before = start;
      const seen = new Set<string>();
      for (const message of subscriber.messages) {
        if (message.kind === 'events') for (const { id } of message.events) seen.add(id);
        const position = positionOf(message);
        expect(position).toBeGreaterThanOrEqual(before);
        expect(matching.filter((event) => event.position <= position && !seen.has(event.id))).toEqual([]);
        before = position;
      }
      expect(idsOf(subscriber.events)).toEqual(idsOf(matching));
    });

    it.each(filters)('is where another subscription may go on without gap or repetition, filtered by %s', async (_, filter) => {
      const { store } = context;
      await mixture(store, prefix, 300);
      const all = idsOf(await everything(store, { after: start, ...filter() }));
      const first = subscribe(filter());
      await first.until(({ caughtUp }) => caughtUp);
      let handed = 0;
      for (const [index, message] of first.messages.entries()) {
        if (message.kind === 'events') handed += message.events.length;
        if (index % 3 !== 0 && index < first.messages.length - 1) continue;
        const second = subscribe(filter(), positionOf(message));
        await second.until(({ caughtUp }) => caughtUp);
        expect(idsOf(second.events)).toEqual(all.slice(handed));
        await second.leave();
      }
    });

    it('is told to a filtered subscriber while nothing matches', async () => {
      const { store } = context;
      const { result: old } = await given(store, prefix, 1_000, 'Common');
      const subscriber = subscribe({ types: ['Never'] });
      const passed = (position: Position) => (all: Subscriber) => positionOf(all.messages.at(-1) ?? { kind: 'events', events: [] }) >= position;
      await subscriber.until(({ caughtUp }) => caughtUp);
      for (let n = 0; n < 10; n++) await given(store, newStream(), 100, 'Common');
      await subscriber.until(passed(old.position));
      expect(subscriber.events).toEqual([]);
    });

    it('is told again when the same subscription is taken up from it', async () => {
      const { store } = context;
      await given(store, prefix, 300, 'Common');
      const first = subscribe({ types: ['Rare'] });
      await first.until(({ caughtUp }) => caughtUp);
      const position = positionOf(first.messages.at(-1) ?? { kind: 'events', events: [] });
      const second = subscribe({ types: ['Rare'] }, position);
      await second.until(({ caughtUp }) => caughtUp);
      expect(positionOf(second.messages.at(-1) ?? { kind: 'events', events: [] })).toBeGreaterThanOrEqual(position);
      const rare = newEvent({}, 'Rare');
      await store.append(prefix, [rare], 'any');
      for (const subscriber of [first, second]) {
        await subscriber.until(({ events }) => events.length > 0);
        expect(idsOf(subscriber.events)).toEqual([rare.id]);
      }
    });
  });
}
