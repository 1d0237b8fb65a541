import type { ExpectedRevision } from '../port.js';
import type { Deletion } from './stream-deletions.js';

/** Whether a stream whose last revision is `last` (-1: no event yet) is where the caller believes. A deleted one also counts as none. */
export function fits(expected: ExpectedRevision, last: number, deletion: Deletion): boolean {
  if (expected === 'any') return true;
  if (expected === 'stream-exists') return last >= 0;
  if (expected === 'no-stream') return last === -1 || deletion === 'soft';
  return last === expected;
}
