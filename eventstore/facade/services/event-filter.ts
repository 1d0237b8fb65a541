import type { RecordedEvent } from '../log/recorded-event.js';
import type { streamsPb } from '../wire/generated.js';
import { handlerException, invalidArgument } from '../wire/rpc-error.js';

type FilterOptions = streamsPb.ReadReq.Options.FilterOptions;
export type Matches = (event: RecordedEvent) => boolean;

function matcher(expression: streamsPb.ReadReq.Options.FilterOptions.Expression): (text: string) => boolean {
  const regex = expression.getRegex();
  if (regex !== '') {
    const pattern = compile(regex);
    return (text) => pattern.test(text);
  }
  const prefixes = expression.getPrefixList();
  return (text) => prefixes.some((prefix) => text.startsWith(prefix));
}

function compile(regex: string): RegExp {
  try {
    return new RegExp(regex);
  } catch {
    throw handlerException();
  }
}

/** @throws RpcError when the filter has no expression, or one that cannot be read */
export function eventFilter(options: FilterOptions | undefined): Matches {
  if (options === undefined) return () => true;
  const byType = options.getEventType();
  const byStream = options.getStreamIdentifier();
  const expression = byType ?? byStream;
  if (expression === undefined)
    throw invalidArgument("'None' is not a valid EventStore.Client.Streams.ReadReq+Types+Options+Types+FilterOptions+FilterOneofCase");
  const matches = matcher(expression);
  return byType === undefined ? ({ stream }) => matches(stream) : ({ type }) => matches(type);
}

/** After how many events, matching or not, a subscription is told how far it is. @throws RpcError without a window, or with multiplier 0 */
export function checkpointInterval(options: FilterOptions, page: number): number {
  const multiplier = options.getCheckpointintervalmultiplier();
  if (!options.hasMax() && !options.hasCount()) {
    throw invalidArgument("'None' is not a valid EventStore.Client.Streams.ReadReq+Types+Options+Types+FilterOptions+WindowOneofCase");
  }
  if (multiplier === 0) throw handlerException();
  return Math.max(1, multiplier * (options.hasMax() ? options.getMax() : page));
}
