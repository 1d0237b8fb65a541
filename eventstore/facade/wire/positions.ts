import { handlerException, RpcError } from './rpc-error.js';
import { status } from '@grpc/grpc-js';

/**
 * A server's positions are byte offsets: not dense, and most numbers lie inside a record. So that clients meet the same, the record at
 * the store's position p is shown at p times this.
 */
const STEP = 128n;

/** Commit and prepare position of an event, which are always the same. */
export const showPosition = (position: number): string => (BigInt(position) * STEP).toString();

interface AskedPosition {
  getCommitPosition(): string;
  getPreparePosition(): string;
}

/**
 * The position in the store: with prepare position 0, as checkpoints of the history have it, that of the record which begins there.
 * @param head position of the last event in the store; what lies behind it is the position after it
 * @throws RpcError when it lies inside a record, or the commit position before the prepare position
 */
export function readPosition(asked: AskedPosition, head: number, insideRecord: () => RpcError): number {
  const commit = BigInt(asked.getCommitPosition());
  const prepare = BigInt(asked.getPreparePosition());
  if (commit < prepare) throw handlerException();
  if (commit > BigInt(head) * STEP) return head + 1;
  if (commit % STEP !== 0n) throw insideRecord();
  return Number(commit / STEP);
}

export const unexpectedRead = (kind: 'ReadAllResult' | 'ReadStreamResult'): RpcError => new RpcError(status.UNKNOWN, `Unexpected ${kind}: Error`);
