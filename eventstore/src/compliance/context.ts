import { randomUUID } from 'node:crypto';
import type { AppendResult, EventStore, NewEvent, ReadAllOptions, StoredEvent, SubscriptionMessage } from '../port.js';

export interface OpenedStore {
  readonly store: EventStore;
  /** Closes the store and opens the same data again. */
  reopen?(): Promise<EventStore>;
  /** Cuts every connection between the adapter and its store; the store can be reached again at once. */
  interrupt?(): Promise<void>;
  close(): Promise<void>;
}

/** What an adapter may be unable to do, for a reason of its own: then the cases that need it are left out. */
export type Ability = 'reopen' | 'interrupt';

export interface ComplianceContext {
  readonly store: EventStore;
  reopen(): Promise<EventStore>;
  interrupt(): Promise<void>;
}

export function openedContext(current: () => OpenedStore | undefined): ComplianceContext {
  const opened = (): OpenedStore => {
    const store = current();
    if (store === undefined) throw new Error('no store is open: use the context inside a case');
    return store;
  };
  const able = <T>(name: Ability, does: (() => Promise<T>) | undefined): Promise<T> => {
    if (does === undefined) throw new Error(`the adapter was not said to be without ${name}, and cannot`);
    return does();
  };
  return {
    get store() {
      return opened().store;
    },
    reopen: async () => able('reopen', opened().reopen?.bind(opened())),
    interrupt: async () => able('interrupt', opened().interrupt?.bind(opened())),
  };
}

/** A stream (or prefix) that no other case uses. */
export const newStream = (prefix = 'stream'): string => `${prefix}-${randomUUID()}`;

export function newEvent(data: unknown = {}, type = 'Tested'): NewEvent {
  return { id: randomUUID(), type, data: JSON.stringify(data), metadata: '{}' };
}

export const newEvents = (count: number, type = 'Tested'): NewEvent[] => Array.from({ length: count }, (_, n) => newEvent({ n }, type));

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

/** Appends to a stream that must not exist. */
export async function given(store: EventStore, stream: string, count: number, type?: string): Promise<{ events: NewEvent[]; result: AppendResult }> {
  const events = newEvents(count, type);
  return { events, result: await store.append(stream, events, 'no-stream') };
}

/** All pages of `readAll` from where the options say; more pages than there can be mean that `next` stands still. */
export async function everything(store: EventStore, options: ReadAllOptions = {}): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  let { after } = options;
  for (let pages = 0; pages < 10_000; pages++) {
    const page = await store.readAll({ ...options, ...(after === undefined ? {} : { after }) });
    events.push(...page.events);
    if (page.atEnd) return events;
    after = page.next;
  }
  throw new Error('the pages do not come to an end');
}

/** Pulls a subscription message by message and keeps what came. */
export class Subscriber {
  readonly messages: SubscriptionMessage[] = [];
  ended = false;
  private readonly iterator: AsyncIterator<SubscriptionMessage>;

  constructor(subscription: AsyncIterable<SubscriptionMessage>) {
    this.iterator = subscription[Symbol.asyncIterator]();
  }

  get events(): StoredEvent[] {
    return this.messages.flatMap((message) => (message.kind === 'events' ? message.events : []));
  }

  get caughtUp(): boolean {
    return this.messages.some(({ kind }) => kind === 'caught-up');
  }

  async pull(): Promise<SubscriptionMessage | undefined> {
    const { done, value } = await this.iterator.next();
    if (done === true) {
      this.ended = true;
      return undefined;
    }
    this.messages.push(value);
    return value;
  }

  async until(reached: (subscriber: Subscriber) => boolean): Promise<void> {
    while (!reached(this) && !this.ended) await this.pull();
  }

  async leave(): Promise<void> {
    await this.iterator.return?.();
  }
}
