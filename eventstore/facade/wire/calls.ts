import type { handleUnaryCall, Metadata, sendUnaryData } from '@grpc/grpc-js';
import { LogFailedError } from '../log/stream-writer.js';
import { type Incoming, readable } from './incoming.js';
import { handlerException, logFailed, RpcError } from './rpc-error.js';

export type Report = (error: unknown) => void;

/** Whatever is no answer of a server's is a fault of the façade: its caller hears of it, the client sees what it would see of a server. */
export function toRpcError(error: unknown, report: Report): RpcError {
  if (error instanceof RpcError) return error;
  report(error);
  return error instanceof LogFailedError ? logFailed() : handlerException();
}

/** Answers with the message, with an error, or not at all when there is no message. */
export async function answerUnary<R>(callback: sendUnaryData<R>, answer: () => Promise<R | undefined>, report: Report): Promise<void> {
  let message: R | undefined;
  try {
    message = await answer();
  } catch (error) {
    callback(toRpcError(error, report));
    return;
  }
  if (message !== undefined) callback(null, message);
}

export function unary<Q, R>(answer: (request: Q, metadata: Metadata) => Promise<R>, report: Report): handleUnaryCall<Incoming<Q>, R> {
  return (call, callback) => void answerUnary(callback, async () => answer(readable(call.request), call.metadata), report);
}
