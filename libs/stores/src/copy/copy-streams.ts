import type { HeadTable } from '#event-sourcing';
import { type EventStore, StreamDeletedError } from '#eventstore/port.js';
import type { House } from '../houses/house.js';
import type { OnProgress } from './progress.js';

/** Streams looked after at once: over a network each look takes a round trip. */
const AT_ONCE = 16;

/** Carries over what is said of streams beside their events: metadata, and that they are deleted. */
export async function copyStreams(from: House, to: House, heads: HeadTable, onProgress: OnProgress): Promise<void> {
  const streams = [...heads.sorted()].map(({ stream }) => stream);
  for (let start = 0; start < streams.length; start += AT_ONCE) {
    await Promise.all(streams.slice(start, start + AT_ONCE).map(async (stream) => copyStream(from.events, to.events, stream)));
    onProgress({ phase: 'streams', done: start, part: start / streams.length });
  }
}

async function copyStream(from: EventStore, to: EventStore, stream: string): Promise<void> {
  const there = await lookAt(from, stream);
  const here = await lookAt(to, stream);
  if (here.gone) return;
  if (there.gone) await to.deleteStream(stream, 'any', { permanently: true });
  else if (there.metadata !== here.metadata && there.metadata !== NONE) await to.setMetadata(stream, JSON.parse(there.metadata) as object);
  else if (there.hidden && !here.hidden) await to.deleteStream(stream, 'any');
}

const NONE = '{}';

interface Look {
  /** Deleted for good. */
  readonly gone: boolean;
  /** Its events are not shown: deleted, or truncated whole. */
  readonly hidden: boolean;
  readonly metadata: string;
}

async function lookAt(store: EventStore, stream: string): Promise<Look> {
  try {
    const metadata = JSON.stringify(await store.getMetadata(stream));
    const [last] = await store.readStream(stream, { direction: 'backward', limit: 1 });
    return { gone: false, hidden: last === undefined, metadata };
  } catch (error) {
    if (error instanceof StreamDeletedError) return { gone: true, hidden: true, metadata: NONE };
    throw error;
  }
}
