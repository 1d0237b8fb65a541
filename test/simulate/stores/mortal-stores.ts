import type { Clock } from '#event-sourcing';
import type { EventStore, SubscribeOptions, SubscriptionMessage } from '#eventstore/port.js';
import type { Life } from '../world/life.js';

/** A store as a mortal process sees it: every answer goes through its life. Its methods all answer promises. */
export function mortal<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => life.call(async () => Reflect.apply(member, target, args) as Promise<unknown>);
    },
  });
}

/** The same for an event store, whose subscriptions are streams of answers. */
export function mortalEventStore(store: EventStore, life: Life): EventStore {
  const calls = mortal(store, life);
  const subscribe = (options: SubscribeOptions): AsyncIterable<SubscriptionMessage> => ({
    [Symbol.asyncIterator]: () => {
      const messages = store.subscribe(options)[Symbol.asyncIterator]();
      life.onDeath(() => void messages.return?.());
      return {
        next: () => life.call(() => messages.next()),
        return: async () => (await messages.return?.()) ?? { done: true, value: undefined },
      };
    },
  });
  return new Proxy(calls, { get: (target, name) => (name === 'subscribe' ? subscribe : (Reflect.get(target, name) as unknown)) });
}

/** A clock whose waits end with the process. */
export function mortalClock(clock: Clock, life: Life): Clock {
  return { now: () => clock.now(), wait: (ms, signal) => life.outlived(clock.wait(ms, signal)) };
}
