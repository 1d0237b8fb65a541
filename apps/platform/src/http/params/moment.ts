import { InvalidRequestError } from '#contract/dto/index.js';
import type { Moment } from '#event-sourcing';

/** At most one of `revision`, `at` and `knownAt`; none means now. @throws InvalidRequestError */
export function momentOf({ revision, at, knownAt }: { revision?: number; at?: number; knownAt?: number }): Moment | undefined {
  const moments: (readonly [string, Moment])[] = [];
  if (revision !== undefined) moments.push(['revision', { revision }]);
  if (at !== undefined) moments.push(['at', { at }]);
  if (knownAt !== undefined) moments.push(['knownAt', { knownAt }]);
  const [first, second] = moments;
  if (second !== undefined) throw new InvalidRequestError([{ field: second[0], message: `cannot be given together with ${first?.[0]}` }]);
  return first?.[1];
}
