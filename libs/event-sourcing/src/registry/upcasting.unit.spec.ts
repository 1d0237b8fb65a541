import { beforeEach, describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import { verifyStream } from '../chain/verify-stream.js';
import { VirtualClock } from '../clock.js';
import { DeciderRepository } from '../repository/decider-repository.js';
import { counterContext } from '../testing/counter-example.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { EventRegistry } from './event-registry.js';
import { eventType, type Upcaster } from './event-type.js';
import type { DomainEvent, RecordedEvent } from './event.js';

/** A type that grew: a sum in whole euros, then in cents, then with a currency. */
const inCents: Upcaster = (data) => ({ cents: (data as { euros: number }).euros * 100 });
const withCurrency: Upcaster = (data) => ({ ...(data as object), currency: 'EUR' });
const Paid1 = eventType('Paid', Type.Object({ euros: Type.Integer() }));
const Paid2 = eventType('Paid', Type.Object({ cents: Type.Integer() }), { version: 2, upcasters: { 1: inCents } });
const Paid3 = eventType('Paid', Type.Object({ cents: Type.Integer(), currency: Type.String() }), {
  version: 3,
  upcasters: { 1: inCents, 2: withCurrency },
});

interface Account {
  readonly cents: number;
  readonly currencies: readonly string[];
}

let store: MemoryEventStore;
beforeEach(() => {
  store = new MemoryEventStore();
});

/** The software of some time: it knows the type up to this version. */
function software(type: ReturnType<typeof eventType>): DeciderRepository<Account, DomainEvent> {
  return new DeciderRepository<Account, DomainEvent>({
    store,
    registry: new EventRegistry([type]),
    clock: new VirtualClock(0),
    stream: (id) => `account-${id}`,
    initialState: () => ({ cents: 0, currencies: [] }),
    evolve: (state, event: RecordedEvent) => {
      const { cents = 0, currency = '?' } = event.data as { cents?: number; currency?: string };
      return { cents: state.cents + cents, currencies: [...state.currencies, currency] };
    },
  });
}

const pay = (repository: ReturnType<typeof software>, name: string, data: object) =>
  repository.decide('a', counterContext(name), () => [{ type: 'Paid', data }]);

describe('a type that grew', () => {
  it('is read in its present form, whatever version wrote it, while the stored bytes and their chain stay', async () => {
    await pay(software(Paid1), 'first', { euros: 3 });
    const [asWritten] = await store.readStream('account-a');
    await pay(software(Paid2), 'second', { cents: 50 });
    const present = software(Paid3);
    expect((await present.load('a')).state).toEqual({ cents: 350, currencies: ['EUR', 'EUR'] });
    const paid = await pay(present, 'third', { cents: 1, currency: 'SEK' });
    expect(paid.state).toEqual({ cents: 351, currencies: ['EUR', 'EUR', 'SEK'] });
    const history = await present.history('a', { limit: 10 });
    expect(history.map(({ data, schemaVersion }) => ({ data, schemaVersion }))).toEqual([
      { data: { cents: 300, currency: 'EUR' }, schemaVersion: 3 },
      { data: { cents: 50, currency: 'EUR' }, schemaVersion: 3 },
      { data: { cents: 1, currency: 'SEK' }, schemaVersion: 3 },
    ]);
    const stored = await store.readStream('account-a');
    expect(stored[0]).toEqual(asWritten);
    expect(stored.map(({ data }) => data)).toEqual(['{"euros":3}', '{"cents":50}', '{"cents":1,"currency":"SEK"}']);
    expect(stored.map(({ metadata }) => (JSON.parse(metadata) as { schemaVersion: number }).schemaVersion)).toEqual([1, 2, 3]);
    expect(verifyStream(stored)).toMatchObject({ ok: true, head: { revision: 2, hash: paid.hash } });
  });

  it('is refused by software that is older than the event, and shown by it as it stands', async () => {
    await pay(software(Paid3), 'first', { cents: 1, currency: 'EUR' });
    await expect(software(Paid1).load('a')).rejects.toMatchObject({ code: 'NEWER_EVENT_VERSION' });
    expect(await software(Paid1).history('a', { limit: 1 })).toMatchObject([{ data: { cents: 1, currency: 'EUR' }, schemaVersion: 3 }]);
  });

  it('is written in its present form only', async () => {
    await expect(pay(software(Paid3), 'first', { euros: 3 })).rejects.toMatchObject({ code: 'EVENT_SCHEMA' });
  });
});
