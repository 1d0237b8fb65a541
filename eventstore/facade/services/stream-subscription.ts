import { randomUUID } from 'node:crypto';
import type { streamsPb } from '../wire/generated.js';
import { caughtUpMessage, confirmationMessage } from '../wire/read-messages.js';
import { clamp, requireStreamName } from '../wire/requests.js';
import { notAChoice, streamDeleted } from '../wire/rpc-error.js';
import { livePatience, nextCommit } from './live.js';
import { LARGE_PAGE, PAGE, type Reading, sendEvent } from './reading.js';

/** The last revision not to be delivered, -1 for none. */
function start(reading: Reading, options: streamsPb.ReadReq.Options.StreamOptions, stream: string): number {
  if (options.hasStart()) return -1;
  if (options.hasRevision()) return clamp(options.getRevision());
  if (!options.hasEnd()) throw notAChoice('ReadReq+Types+Options+Types+StreamOptions+RevisionOptionOneofCase');
  return reading.context.log.index.find(stream)?.lastOnDisk ?? -1;
}

/** Sends the history as it can be read. Resolves to the last revision sent; waits for the first event of a stream that is not there. */
async function catchUp(reading: Reading, stream: string, after: number): Promise<number> {
  const { reader, log } = reading.context;
  let last = after;
  for (;;) {
    const seen = log.writer.commits.current;
    const page = await reader.forward(stream, last + 1, PAGE);
    if (page.kind === 'deleted') throw streamDeleted(stream);
    if (page.kind === 'no-stream') {
      await nextCommit(reading, seen);
      reading.outlet.check();
      continue;
    }
    for (const event of page.events) await sendEvent(reading, event);
    last = Math.max(last, page.next - 1);
    if (page.isEnd) return Math.max(after, page.last);
  }
}

/** Sends every further event, whatever the metadata says by now. The event that ends the stream for good ends the call. */
async function goLive(reading: Reading, stream: string, after: number): Promise<never> {
  const { reader, log } = reading.context;
  const state = log.index.create(stream);
  let last = after;
  const patience = livePatience(reading, () => state.lastOnDisk - last);
  for (;;) {
    const seen = log.writer.commits.current;
    while (state.lastOnDisk > last) {
      for (const event of await reader.live(state, last, LARGE_PAGE)) {
        await sendEvent(reading, event, patience);
        last = event.revision;
        if (event.isTombstone) throw streamDeleted(stream);
      }
    }
    await nextCommit(reading, seen);
    reading.outlet.check();
  }
}

/**
 * Confirmation, history, caught-up, and then what is appended. Who starts at the end, or behind a revision that is there, is caught up at
 * once; who starts at the beginning of a stream that is not there is told so after its first event.
 */
export async function subscribeToStream(reading: Reading, options: streamsPb.ReadReq.Options.StreamOptions): Promise<never> {
  const stream = requireStreamName(options.getStreamIdentifier());
  if (reading.context.log.index.find(stream)?.isTombstoned === true) throw streamDeleted(stream);
  const after = start(reading, options, stream);
  await reading.outlet.send(confirmationMessage(randomUUID()));
  const last = options.hasStart() || options.hasRevision() ? await catchUp(reading, stream, after) : after;
  await reading.outlet.send(caughtUpMessage());
  return goLive(reading, stream, last);
}
