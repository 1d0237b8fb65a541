import type { streamsPb } from '../wire/generated.js';
import { handlerException, invalidArgument, notAChoice } from '../wire/rpc-error.js';

type Options = streamsPb.ReadReq.Options;

export type ReadKind = 'stream' | 'all' | 'stream-subscription' | 'all-subscription';

const source = (options: Options): string => (options.hasStream() ? 'Stream' : options.hasAll() ? 'All' : 'None');
const amount = (options: Options): string => (options.hasSubscription() ? 'Subscription' : options.hasCount() ? 'Count' : 'None');
const filter = (options: Options): string => (options.hasFilter() ? 'Filter' : options.hasNoFilter() ? 'NoFilter' : 'None');
export const isBackwards = (options: Options): boolean => options.getReadDirection() === 1;

const kinds: Readonly<Record<string, ReadKind>> = {
  'Stream, Count, Forwards, NoFilter': 'stream',
  'Stream, Count, Backwards, NoFilter': 'stream',
  'All, Count, Forwards, NoFilter': 'all',
  'All, Count, Backwards, NoFilter': 'all',
  'All, Count, Forwards, Filter': 'all',
  'All, Count, Backwards, Filter': 'all',
  'Stream, Subscription, Forwards, NoFilter': 'stream-subscription',
  'All, Subscription, Forwards, NoFilter': 'all-subscription',
  'All, Subscription, Forwards, Filter': 'all-subscription',
};

/** Which of the four reads the one Read method is asked for. @throws RpcError when the options do not go together */
export function readKind(request: streamsPb.ReadReq): readonly [kind: ReadKind, options: Options] {
  const options = request.getOptions();
  if (options === undefined) throw handlerException();
  if (source(options) === 'None') throw notAChoice('ReadReq+Types+Options+StreamOptionOneofCase');
  const combination = [source(options), amount(options), isBackwards(options) ? 'Backwards' : 'Forwards', filter(options)].join(', ');
  const kind = kinds[combination];
  if (kind === undefined) throw invalidArgument(`The combination of (${combination}) is invalid.`);
  return [kind, options];
}
