import { setImmediate } from 'node:timers/promises';
import type { AllPage, ReadAllOptions, SubscribeOptions, SubscriptionMessage } from '../port.js';
import { PAGE } from './all-reader.js';
import type { CommitSignal } from './commit-signal.js';

export interface SubscriptionSource {
  page(options: ReadAllOptions): AllPage;
  readonly commits: CommitSignal;
}

/** One page at a time, and only when asked for the next message: a slow subscriber costs one batch of memory. */
async function* follow(
  source: SubscriptionSource,
  options: SubscribeOptions,
  ended: AbortSignal,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const { batch = PAGE } = options;
  let { after } = options;
  let told: number | undefined;
  while (!ended.aborted) {
    const seen = source.commits.current;
    const page = source.page({ ...options, after, limit: batch });
    after = page.next;
    if (page.events.length > 0) yield { kind: 'events', events: page.events };
    if (page.atEnd && told !== after && !ended.aborted) {
      told = after;
      yield { kind: 'caught-up', position: after };
    }
    if (page.atEnd) {
      await source.commits.after(seen, ended);
      continue;
    }
    if (page.events.at(-1)?.position !== after && !ended.aborted) yield { kind: 'checkpoint', position: after };
    // A subscriber that never waits for anything must not keep the rest of the process, and so an abort, from its turn.
    await setImmediate();
  }
}

/** `return()`, which a `for await` calls at `break`, also wakes a subscription that sleeps until the next commit. */
export function subscription(source: SubscriptionSource, options: SubscribeOptions, closed: AbortSignal): AsyncIterable<SubscriptionMessage> {
  return {
    [Symbol.asyncIterator]: () => {
      const left = new AbortController();
      const ended = AbortSignal.any([left.signal, closed, ...(options.signal === undefined ? [] : [options.signal])]);
      const messages = follow(source, options, ended);
      return {
        next: () => messages.next(),
        return: () => {
          left.abort();
          return messages.return();
        },
      };
    },
  };
}
