import type { Clock } from '#event-sourcing';

/** The messages of a source, and `heartbeat` whenever nothing came for `interval` ms. */
export async function* withHeartbeat<T>(
  source: AsyncIterable<T>,
  interval: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<T | 'heartbeat'> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const rest = new AbortController();
      const quiet = clock.wait(interval, AbortSignal.any([signal, rest.signal])).then(() => 'heartbeat' as const);
      const first = await Promise.race([next, quiet]);
      rest.abort();
      if (first === 'heartbeat') {
        if (signal.aborted) return;
        yield first;
      } else {
        if (first.done === true) return;
        yield first.value;
        next = iterator.next();
      }
    }
  } finally {
    // Also when the reader goes away while a message is awaited: the source ends by its signal.
    void next.catch(() => undefined);
    void iterator.return?.();
  }
}
