import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../log/recorded-event.js';
import type { streamsPb } from '../wire/generated.js';
import { readPosition } from '../wire/positions.js';
import { caughtUpMessage, checkpointMessage, confirmationMessage } from '../wire/read-messages.js';
import { handlerException, notAChoice } from '../wire/rpc-error.js';
import { CheckpointCounter, pageCheckpoint } from './checkpoints.js';
import { checkpointInterval, eventFilter, type Matches } from './event-filter.js';
import { livePatience, nextCommit } from './live.js';
import { LARGE_PAGE, PAGE, type Reading, sendEvent } from './reading.js';

/**
 * The last position in the store not to be delivered. Also from the place before a record a server goes on behind that record: it looks
 * one event up there and begins with the next.
 */
async function start({ context }: Reading, options: streamsPb.ReadReq.Options.AllOptions): Promise<number> {
  const head = await context.log.store.head();
  if (options.hasStart()) return 0;
  if (options.hasEnd()) return head;
  const asked = options.getPosition();
  if (asked === undefined) throw notAChoice('ReadReq+Types+Options+AllOptionOneofCase');
  return readPosition(asked, head, handlerException);
}

interface Follower {
  readonly reading: Reading;
  readonly matches: Matches;
  /** Undefined without a filter: then there are no checkpoints. */
  readonly counter: CheckpointCounter | undefined;
}

async function catchUp({ reading, matches, counter }: Follower, from: number): Promise<number> {
  const { reader } = reading.context;
  for (let after = from; ;) {
    const page = await reader.all('forward', after, counter === undefined ? LARGE_PAGE : PAGE);
    let lastMatch: RecordedEvent | undefined;
    for (const event of page.events) {
      if (!matches(event)) continue;
      await sendEvent(reading, event);
      lastMatch = event;
    }
    if (counter?.countPage(page.events.length) === true) {
      const pageStart = after === from ? from : (page.events[0]?.position ?? after);
      await reading.outlet.send(checkpointMessage(pageCheckpoint(pageStart, lastMatch), 0));
    }
    reading.outlet.check();
    after = page.next;
    if (page.atEnd) return after;
  }
}

async function goLive({ reading, matches, counter }: Follower, from: number): Promise<never> {
  const { reader, log } = reading.context;
  let last = from;
  const patience = livePatience(reading, () => log.writer.head - last);
  for (let after = from; ;) {
    const seen = log.writer.commits.current;
    const page = await reader.all('forward', after, LARGE_PAGE);
    for (const event of page.events) {
      const checkpoints = counter?.countLive() === true ? [checkpointMessage(event.position, event.position)] : [];
      if (matches(event)) await sendEvent(reading, event, patience, checkpoints);
      else if (checkpoints.length > 0) await reading.outlet.sendAll(checkpoints, patience);
      last = event.position;
    }
    after = page.next;
    last = after;
    if (page.atEnd) await nextCommit(reading, seen);
    reading.outlet.check();
  }
}

/** Confirmation, history, caught-up, and then what is appended, over all streams; with a filter, checkpoints in between. */
export async function subscribeToAll(reading: Reading, options: streamsPb.ReadReq.Options.AllOptions): Promise<never> {
  const filter = reading.options.getFilter();
  const counter = filter === undefined ? undefined : new CheckpointCounter(checkpointInterval(filter, PAGE));
  const follower = { reading, matches: eventFilter(filter), counter };
  const from = await start(reading, options);
  await reading.outlet.send(confirmationMessage(randomUUID()));
  const caughtUp = await catchUp(follower, from);
  await reading.outlet.send(caughtUpMessage());
  return goLive(follower, caughtUp);
}
