import { describe, expect, it } from '@jest/globals';
import { deviceEventTypes } from '#domain';
import { EventRegistry, silentLog, VirtualClock } from '#event-sourcing';
import type { EventStore, StoredEvent, SubscriptionMessage } from '#eventstore/port.js';
import type { CommandQueries, ProjectionRunner } from '#projections';
import { CommandEndings } from './command-endings.js';

const UID = '01a20fd7-78a4-798d-88fc-cf5153c5d13d';

function ending(position: number, metadata: object): StoredEvent {
  return { id: UID, type: 'CommandSucceeded', data: '{}', metadata: JSON.stringify(metadata), stream: 'device-A', revision: position, position };
}
const ENVELOPE = {
  eventId: UID,
  type: 'CommandSucceeded',
  schemaVersion: 1,
  commandId: UID,
  correlationUid: UID,
  causationId: null,
  actor: 'a/b/-',
  occurredAt: '2026-01-01T00:00:00.000Z',
  recordedAt: '2026-01-01T00:00:00.000Z',
  prevHash: '0'.repeat(64),
  hash: '0'.repeat(64),
};

describe('CommandEndings', () => {
  it('goes on after an error, behind what caused it', async () => {
    const clock = new VirtualClock(0);
    const over = new AbortController();
    const asked: number[] = [];
    const pages = [[ending(5, {})], [ending(6, ENVELOPE)]];
    const store = {
      head: async () => 4,
      async *subscribe({ after }: { after: number }): AsyncGenerator<SubscriptionMessage> {
        asked.push(after);
        const events = pages.shift();
        if (events !== undefined) yield { kind: 'events', events };
      },
    } as unknown as EventStore;
    const ended: string[] = [];
    const endings = new CommandEndings({
      store,
      registry: new EventRegistry(deviceEventTypes),
      runner: { waitFor: async () => true } as unknown as ProjectionRunner,
      commands: { get: async () => undefined } as unknown as CommandQueries,
      metrics: { ended: (_operation, status) => void ended.push(status) },
      clock,
      log: silentLog,
    });
    const following = endings.follow(over.signal);
    const noticed = endings.next(UID, 60_000, over.signal);
    await clock.advance(5_000);
    await noticed;
    expect(clock.now()).toBe(5_000);
    expect(ended).toEqual(['SUCCEEDED']);
    expect(asked.slice(0, 2)).toEqual([4, 5]);
    over.abort();
    await following;
  });
});
