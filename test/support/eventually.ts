import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL = 20;

/** Resolves once `look` answers something that fits. @throws with the last answer when that takes too long */
export async function eventually<T>(look: () => Promise<T>, fits: (seen: T) => boolean, withinMs = 20_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (fits(seen)) return seen;
    if (Date.now() >= deadline) throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(seen)}`);
    await pause(INTERVAL);
  }
}
