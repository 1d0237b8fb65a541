import { isSoftDeleted } from './stream-metadata.js';
import type { StreamState } from './stream-state.js';

export type Expectation = { readonly kind: 'any' | 'no-stream' | 'stream-exists' } | { readonly kind: 'revision'; readonly revision: bigint };

export type Decision =
  | { readonly kind: 'write' }
  /** The same ids stand there already; `last` is the revision of the last one. */
  | { readonly kind: 'repeated'; readonly last: number }
  /** `current`: the stream's last revision, -1 without a stream. */
  | { readonly kind: 'wrong-version'; readonly current: number }
  | { readonly kind: 'deleted' };

const WRITE: Decision = { kind: 'write' };

/** Only what was written since the start is compared. A known first id with an unknown later one is a conflict. */
function byRecentIds(state: StreamState, ids: readonly string[]): Decision {
  let last: number | undefined;
  for (const [index, id] of ids.entries()) {
    const revision = state.recent.get(id);
    if (revision === undefined) return index === 0 ? WRITE : { kind: 'wrong-version', current: state.last };
    last = revision;
  }
  return last === undefined ? WRITE : { kind: 'repeated', last };
}

/** An expectation behind the head holds when the same ids stand right behind it. */
function byStandingIds(state: StreamState, expected: number, ids: readonly string[]): Decision {
  for (const [index, id] of ids.entries()) {
    if (state.ids[expected + 1 + index] === id) continue;
    if (index === 0 && expected < 0 && isSoftDeleted(state.metadata)) return WRITE;
    return { kind: 'wrong-version', current: state.last };
  }
  return ids.length === 0 ? { kind: 'wrong-version', current: state.last } : { kind: 'repeated', last: expected + ids.length };
}

/**
 * Whether a write fits, as EventStoreDB 23.10 was seen to decide. Ids are compared only when the expectation is not the head itself: a
 * resend that expects the current head is written again.
 * @param hasMetadata whether the stream's metadata stream has events: such a stream exists, even without events of its own
 */
export function decide(state: StreamState, expected: Expectation, ids: readonly string[], hasMetadata: boolean): Decision {
  if (state.isTombstoned) return { kind: 'deleted' };
  const wrong: Decision = { kind: 'wrong-version', current: state.last };
  switch (expected.kind) {
    case 'any':
      return byRecentIds(state, ids);
    case 'stream-exists':
      if (isSoftDeleted(state.metadata)) return { kind: 'deleted' };
      return state.last < 0 && !hasMetadata ? wrong : byRecentIds(state, ids);
    case 'no-stream':
      return state.last < 0 ? WRITE : byStandingIds(state, -1, ids);
    case 'revision': {
      if (expected.revision > BigInt(state.last)) return wrong;
      return expected.revision === BigInt(state.last) ? WRITE : byStandingIds(state, Number(expected.revision), ids);
    }
  }
}
