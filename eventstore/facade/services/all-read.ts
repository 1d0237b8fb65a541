import type { streamsPb } from '../wire/generated.js';
import { readPosition, unexpectedRead } from '../wire/positions.js';
import { clamp } from '../wire/requests.js';
import { notAChoice } from '../wire/rpc-error.js';
import { checkpointInterval, eventFilter } from './event-filter.js';
import { isBackwards } from './read-request.js';
import { LARGE_PAGE, PAGE, type Reading, sendEvent } from './reading.js';

/** Where the store's pages begin: exclusive. A position is inclusive forwards and exclusive backwards. Undefined is the end, backwards. */
async function start({ context }: Reading, options: streamsPb.ReadReq.Options.AllOptions, backwards: boolean): Promise<number | undefined> {
  const head = await context.log.store.head();
  if (options.hasStart()) return 0;
  if (options.hasEnd()) return backwards ? undefined : head;
  const asked = options.getPosition();
  if (asked === undefined) throw notAChoice('ReadReq+Types+Options+AllOptionOneofCase');
  const position = readPosition(asked, head, () => unexpectedRead('ReadAllResult'));
  return backwards ? position : Math.max(0, position - 1);
}

/** Reads all streams in the order in which they were written, the system's own events among them. */
export async function readAll(reading: Reading, options: streamsPb.ReadReq.Options.AllOptions): Promise<void> {
  const backwards = isBackwards(reading.options);
  const filter = reading.options.getFilter();
  if (filter !== undefined) checkpointInterval(filter, PAGE);
  const matches = eventFilter(filter);
  const count = clamp(reading.options.getCount());
  if (count === 0) throw unexpectedRead('ReadAllResult');
  const direction = backwards ? 'backward' : 'forward';
  let after = await start(reading, options, backwards);
  for (let sent = 0; sent < count;) {
    const limit = filter === undefined ? Math.min(LARGE_PAGE, count - sent) : LARGE_PAGE;
    const page = await reading.context.reader.all(direction, after, limit);
    for (const event of page.events) {
      if (sent >= count) return;
      if (!matches(event)) continue;
      await sendEvent(reading, event);
      sent++;
    }
    if (page.atEnd) return;
    after = page.next;
  }
}
