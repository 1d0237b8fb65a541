import { type MethodDefinition, status } from '@grpc/grpc-js';
import { handlerException, RpcError } from './rpc-error.js';

/** A server's limit for one message: just under 16 MiB. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024 - 1;

/** Stands for a request that cannot be read; grpc-js would otherwise answer for it, with a status that no server was seen to give. */
export class Unreadable {
  constructor(readonly error: RpcError) {}
}

export type Incoming<T> = T | Unreadable;

/** The method with a deserialiser that never throws. */
export function tolerant<Q, R>(method: MethodDefinition<Q, R>): MethodDefinition<Incoming<Q>, R> {
  const requestDeserialize = (bytes: Buffer): Incoming<Q> => {
    if (bytes.length > MAX_MESSAGE_BYTES) {
      return new Unreadable(new RpcError(status.RESOURCE_EXHAUSTED, 'Received message exceeds the maximum configured message size.'));
    }
    try {
      return method.requestDeserialize(bytes);
    } catch {
      return new Unreadable(handlerException());
    }
  };
  return { ...method, requestDeserialize, requestSerialize: (message) => method.requestSerialize(message as Q) };
}

/** @throws RpcError when the message could not be read */
export function readable<T>(message: Incoming<T>): T {
  if (message instanceof Unreadable) throw message.error;
  return message;
}
