import { handlerException, RpcError } from './rpc-error.js';
import { status } from '@grpc/grpc-js';

/**
 * A server's positions are byte offsets: not dense, and most numbers lie inside a record. So that clients meet the same, the record at
 * the store's position p is shown at p times this.
 */
const STEP = 128n;

/** Commit and prepare position of an event, which are always the same. */
export const showPosition = (position: number): string => (BigInt(position) * STEP).toString();

export interface LogPoint {
  /** Position in the store. */
  readonly position: number;
  /** The point lies before the record at the position rather than at it: what a checkpoint with prepare position 0 says. */
  readonly isBefore: boolean;
}

interface AskedPosition {
  getCommitPosition(): string;
  getPreparePosition(): string;
}

/**
 * @param head position of the last event in the store
 * @throws RpcError when it lies inside a record, or the commit position before the prepare position
 */
export function readPosition(asked: AskedPosition, head: number, insideRecord: () => RpcError): LogPoint {
  const commit = BigInt(asked.getCommitPosition());
  const prepare = BigInt(asked.getPreparePosition());
  if (commit < prepare) throw handlerException();
  if (commit > BigInt(head) * STEP) return { position: head + 1, isBefore: false };
  if (commit % STEP !== 0n) throw insideRecord();
  return { position: Number(commit / STEP), isBefore: prepare < commit };
}

export const unexpectedRead = (kind: 'ReadAllResult' | 'ReadStreamResult'): RpcError => new RpcError(status.UNKNOWN, `Unexpected ${kind}: Error`);
