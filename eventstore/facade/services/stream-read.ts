import type { StreamRead } from '../log/log-reader.js';
import type { streamsPb } from '../wire/generated.js';
import { unexpectedRead } from '../wire/positions.js';
import { firstPositionMessage, lastPositionMessage, streamNotFoundMessage } from '../wire/read-messages.js';
import { clamp, requireStreamName } from '../wire/requests.js';
import { notAChoice, type RpcError, streamDeleted } from '../wire/rpc-error.js';
import { isBackwards } from './read-request.js';
import { LARGE_PAGE, PAGE, type Reading, sendEvent } from './reading.js';

const wrongRead = (): RpcError => unexpectedRead('ReadStreamResult');

function start(options: streamsPb.ReadReq.Options.StreamOptions, backwards: boolean): number {
  if (options.hasStart()) return 0;
  if (options.hasRevision()) return clamp(options.getRevision());
  if (!options.hasEnd()) throw notAChoice('ReadReq+Types+Options+Types+StreamOptions+RevisionOptionOneofCase');
  if (!backwards) throw wrongRead();
  return Number.MAX_SAFE_INTEGER;
}

/** Reads a stream in either direction. A stream that is not there is a message, one that was ended for good a status. */
export async function readStream(reading: Reading, options: streamsPb.ReadReq.Options.StreamOptions): Promise<void> {
  const { context, outlet } = reading;
  const stream = requireStreamName(options.getStreamIdentifier());
  const backwards = isBackwards(reading.options);
  const count = clamp(reading.options.getCount());
  if (count === 0) throw wrongRead();
  const tellsPositions = (reading.options.getControlOption()?.getCompatibility() ?? 0) >= 1;
  const read = (from: number, limit: number): Promise<StreamRead> =>
    backwards ? context.reader.backward(stream, from, limit) : context.reader.forward(stream, from, limit);
  let from = start(options, backwards);
  for (let sent = 0; ;) {
    const page = await read(from, Math.min(sent === 0 ? PAGE : LARGE_PAGE, count - sent));
    if (page.kind === 'deleted') throw streamDeleted(stream);
    if (page.kind === 'no-stream') return outlet.send(streamNotFoundMessage(stream));
    if (page.events.length === 0 && tellsPositions && !backwards) await outlet.send(firstPositionMessage(page.next));
    for (const event of page.events) await sendEvent(reading, event);
    sent += page.events.length;
    if (page.isEnd || sent >= count) return tellsPositions ? outlet.send(lastPositionMessage(page.last)) : undefined;
    from = page.next;
  }
}
