import { describe, expect, it } from '@jest/globals';
import type { EventStore, Position, ReadAllOptions, StoredEvent } from '../port.js';
import { type ComplianceContext, given, idsOf, newEvent, newStream } from './context.js';

/** Follows `next` to the end; more pages than there can be mean that `next` stands still. */
async function pages(store: EventStore, options: ReadAllOptions): Promise<{ events: StoredEvent[]; count: number; next: Position }> {
  const events: StoredEvent[] = [];
  let after = options.after;
  for (let count = 1; count <= 200; count++) {
    const page = await store.readAll({ ...options, ...(after === undefined ? {} : { after }) });
    events.push(...page.events);
    after = page.next;
    if (page.atEnd) return { events, count, next: after };
  }
  throw new Error('the pages do not come to an end');
}

/** Three streams of one prefix, twelve events in turn, types A and B in turn. */
async function mixture(store: EventStore): Promise<{ start: Position; prefix: string; streams: string[]; positions: Position[] }> {
  const start = await store.head();
  const prefix = newStream('mixed');
  const streams = [`${prefix}-x`, `${prefix}-y`, `${prefix}-z`];
  const positions: Position[] = [];
  for (let n = 0; n < 12; n++) {
    positions.push((await store.append(`${prefix}-${'xyz'[n % 3]}`, [newEvent({ n }, n % 2 === 0 ? 'A' : 'B')], 'any')).position);
  }
  return { start, prefix, streams, positions };
}

const positionsOf = (events: readonly StoredEvent[]): Position[] => events.map(({ position }) => position);

export function readAllCases(context: ComplianceContext): void {
  describe('readAll', () => {
    it('of an empty store is at its end', async () => {
      const { store } = context;
      const head = await store.head();
      const { events, atEnd } = await store.readAll({ after: head, streamPrefix: newStream() });
      expect({ events, atEnd }).toEqual({ events: [], atEnd: true });
    });

    it('goes forward over all streams in the order of writing', async () => {
      const { store } = context;
      const { start, prefix, positions } = await mixture(store);
      const { events } = await pages(store, { after: start, streamPrefix: prefix });
      expect(positionsOf(events)).toEqual(positions);
    });

    it('goes backward from the end by default', async () => {
      const { store } = context;
      const { prefix, positions } = await mixture(store);
      const { events } = await pages(store, { direction: 'backward', streamPrefix: prefix });
      expect(positionsOf(events)).toEqual(positions.toReversed());
    });

    it('answers the last event as the first one backward', async () => {
      const { store } = context;
      const { positions } = await mixture(store);
      const { events, atEnd } = await store.readAll({ direction: 'backward', limit: 1 });
      expect(positionsOf(events)).toEqual(positions.slice(-1));
      expect(atEnd).toBe(false);
    });

    it('starts after the position forward, before it backward', async () => {
      const { store } = context;
      const { prefix, positions } = await mixture(store);
      const after = positions[5] ?? 0;
      expect(positionsOf((await pages(store, { after, streamPrefix: prefix })).events)).toEqual(positions.slice(6));
      const backward = await pages(store, { after, streamPrefix: prefix, direction: 'backward' });
      expect(positionsOf(backward.events)).toEqual(positions.slice(0, 5).toReversed());
    });

    it.each([1, 2, 5, 12, 100])('comes page by page of %d without gap or repetition', async (limit) => {
      const { store } = context;
      const { start, prefix, positions } = await mixture(store);
      expect(positionsOf((await pages(store, { after: start, limit })).events)).toEqual(positions);
      const backward = await pages(store, { direction: 'backward', limit, streamPrefix: prefix });
      expect(positionsOf(backward.events)).toEqual(positions.toReversed());
    });

    it('never answers more than the limit', async () => {
      const { store } = context;
      const { start } = await mixture(store);
      expect((await store.readAll({ after: start, limit: 5 })).events).toHaveLength(5);
      expect((await store.readAll({ after: start, limit: 5, types: ['A'] })).events).toHaveLength(5);
    });

    it('filters by stream prefix, taken literally', async () => {
      const { store } = context;
      const { start, streams } = await mixture(store);
      await given(store, newStream('mi%ed_'), 2);
      const { events } = await pages(store, { after: start, streamPrefix: streams[1] ?? '' });
      expect(new Set(events.map(({ stream }) => stream))).toEqual(new Set([streams[1]]));
      expect(events).toHaveLength(4);
      expect((await pages(store, { after: start, streamPrefix: 'mi%' })).events).toHaveLength(2);
      expect((await pages(store, { after: start, streamPrefix: 'mi_' })).events).toEqual([]);
    });

    it('filters by types', async () => {
      const { store } = context;
      const { start, prefix } = await mixture(store);
      const types = async (wanted: readonly string[]) => {
        const { events } = await pages(store, { after: start, streamPrefix: prefix, types: wanted });
        return events.map(({ type }) => type).join('');
      };
      expect(await types(['B'])).toBe('BBBBBB');
      expect(await types(['A', 'B', 'C'])).toBe('ABABABABABAB');
      expect(await types(['a'])).toBe('');
      expect(await types([])).toBe('');
    });

    it('filters by both together', async () => {
      const { store } = context;
      const { start, streams, positions } = await mixture(store);
      const { events } = await pages(store, { after: start, streamPrefix: streams[0] ?? '', types: ['A'] });
      expect(positionsOf(events)).toEqual([positions[0], positions[6]]);
    });

    it('filters backward too', async () => {
      const { store } = context;
      const { prefix, positions } = await mixture(store);
      const { events } = await pages(store, { direction: 'backward', limit: 2, streamPrefix: prefix, types: ['B'] });
      expect(positionsOf(events)).toEqual(positions.filter((_, n) => n % 2 === 1).toReversed());
    });

    it('says where to go on when a filter left the page empty', async () => {
      const { store } = context;
      const { positions } = await mixture(store);
      const head = positions.at(-1) ?? 0;
      const { events, next } = await pages(store, { types: ['NoSuchType'] });
      expect(events).toEqual([]);
      expect(next).toBeGreaterThanOrEqual(head);
      const later = await store.append(newStream(), [newEvent({}, 'NoSuchType')], 'any');
      const page = await pages(store, { after: next, types: ['NoSuchType'] });
      expect(positionsOf(page.events)).toEqual([later.position]);
    });

    it('gets past many events that do not match', async () => {
      const { store } = context;
      const start = await store.head();
      const stream = newStream();
      const { events: first } = await given(store, `${stream}-rare`, 1, 'Rare');
      for (let n = 0; n < 6; n++) await given(store, newStream(), 1_000, 'Common');
      const last = newEvent({}, 'Rare');
      await store.append(`${stream}-rare`, [last], 0);
      const { events } = await pages(store, { after: start, types: ['Rare'] });
      expect(idsOf(events)).toEqual([...idsOf(first), last.id]);
      const backward = await pages(store, { direction: 'backward', streamPrefix: stream });
      expect(idsOf(backward.events)).toEqual([last.id, ...idsOf(first)]);
    });

    it('goes on after its end with what was written since', async () => {
      const { store } = context;
      await mixture(store);
      const { next } = await pages(store, {});
      const { events } = await given(store, newStream(), 3);
      expect(idsOf((await pages(store, { after: next })).events)).toEqual(idsOf(events));
    });
  });

  describe('head', () => {
    it('is the position of the last event', async () => {
      const { store } = context;
      const { result } = await given(store, newStream(), 3);
      expect(await store.head()).toBe(result.position);
    });
  });
}
