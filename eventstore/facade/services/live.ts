import type { Patience } from '../wire/outlet.js';
import type { Reading } from './reading.js';

/** Events that a server keeps for a subscriber that is live. */
const LIVE_BUFFER = 32;

/** How long a live subscriber may take nothing: it is too far behind when more wait for it than a server keeps. */
export const livePatience = ({ context }: Reading, waiting: () => number): Patience => ({
  milliseconds: context.limits.slowConsumer,
  isTooFarBehind: () => waiting() > LIVE_BUFFER,
});

/** Resolves when something was written since `seen`, or the client is gone. */
export const nextCommit = ({ context, outlet }: Reading, seen: number): Promise<void> => context.log.writer.commits.after(seen, outlet.signal);
