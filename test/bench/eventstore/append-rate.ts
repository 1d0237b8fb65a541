import type { EventStore } from '#eventstore/port.js';
import { sampleEvent } from './sample-event.js';

/** Durable appends of one event each per second: every writer awaits its last append before the next, and has a stream of its own. */
export async function appendRate(store: EventStore, writers: number, milliseconds: number): Promise<number> {
  const measured = await run(store, writers, milliseconds / 4).then(() => run(store, writers, milliseconds));
  return measured.appends / (measured.milliseconds / 1_000);
}

let runs = 0;

async function run(store: EventStore, writers: number, milliseconds: number): Promise<{ appends: number; milliseconds: number }> {
  const name = `rate-${runs++}`;
  const began = performance.now();
  let appends = 0;
  const write = async (writer: number): Promise<void> => {
    const stream = `${name}-${writer}`;
    for (let revision = -1; performance.now() - began < milliseconds; revision++) {
      await store.append(stream, [sampleEvent(revision)], revision < 0 ? 'no-stream' : revision);
      appends++;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return { appends, milliseconds: performance.now() - began };
}
