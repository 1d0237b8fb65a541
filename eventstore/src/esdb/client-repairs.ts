import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';

/**
 * What version 6.2.1 of the official client, the last one, does that a long-lived process cannot live with. The functions it calls for that
 * are properties of the client object, so they are put right there.
 *
 * 1. The appends in flight of all clients of a process share one table. When the connection of one client breaks, the table is emptied; the
 *    next answer of another client is then looked up in vain, which throws inside of an event handler and ends the process.
 * 2. Appends that wait because the connection is slow are rejected where nobody can catch it when that connection breaks.
 * 3. After an error the client looks after its connection without anybody waiting for the outcome; when a cluster cannot be discovered
 *    just then, that is an unhandled rejection as well.
 * 4. `dispose` leaves the connections open.
 */

type AnyFunction = (this: unknown, ...parameters: unknown[]) => unknown;

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

/** Replaces a function of the client; a client that has none of that name is another version, for which nothing here was checked. */
function replace(client: object, name: string, change: (original: AnyFunction) => AnyFunction): void {
  const original: unknown = Reflect.get(client, name);
  if (!isFunction(original)) throw new TypeError(`the EventStoreDB client has no ${name}: it is not version 6.2.1`);
  Reflect.set(client, name, change(original.bind(client)));
}

const isStream = (value: unknown): value is Duplex => typeof value === 'object' && value !== null && 'write' in value && 'on' in value;

function ignoreStrayAnswers(stream: EventEmitter): void {
  for (const listener of stream.listeners('data')) {
    if (!isFunction(listener)) continue;
    stream.on('data', (answer: unknown) => {
      try {
        listener.call(stream, answer);
      } catch {
        // The answer to an append that was given up: whoever waited for it has been told that the outcome is unknown.
      }
    });
    stream.removeListener('data', listener as (answer: unknown) => void);
  }
}

/** Without back-pressure nothing waits in the client; how much is on its way is bounded by the appender. */
function neverWait(stream: Duplex): void {
  const write = stream.write.bind(stream) as AnyFunction;
  Reflect.set(stream, 'write', (...parameters: unknown[]) => {
    write(...parameters);
    return true;
  });
}

/** Number 1 and 2, for the stream that carries batched appends. Exported for its test. */
export function repairBatchStream(stream: Duplex): void {
  ignoreStrayAnswers(stream);
  neverWait(stream);
}

/** Numbers 1 to 3. @throws TypeError for another version of the client */
export function withoutCrashes(client: object): void {
  replace(client, 'GRPCStreamCreator', (original) => (service, name, create, cache) => {
    if (name !== 'appendToStream' || !isFunction(create)) return original(service, name, create, cache);
    const createRepaired: AnyFunction = (...parameters) => {
      const stream = create(...parameters);
      if (isStream(stream)) repairBatchStream(stream);
      return stream;
    };
    return original(service, name, createRepaired, cache);
  });
  replace(client, 'handleError', (original) => async (...parameters) => {
    try {
      await original(...parameters);
    } catch {
      // The next call meets the same state and reports it to its caller.
    }
  });
}

const isChannel = (value: unknown): value is { close(): void } => typeof value === 'object' && value !== null && 'close' in value;

/** Number 4. @returns what closes every connection that was opened since. @throws TypeError for another version of the client */
export function closingChannels(client: object): () => void {
  const channels = new Set<{ close(): void }>();
  let closed = false;
  replace(client, 'createChannel', (original) => async (...parameters) => {
    const channel = await original(...parameters);
    if (!isChannel(channel)) return channel;
    // A reconnection makes a new one; the client closes the one before it.
    channels.clear();
    channels.add(channel);
    if (closed) channel.close();
    return channel;
  });
  return () => {
    closed = true;
    for (const channel of channels) channel.close();
  };
}
