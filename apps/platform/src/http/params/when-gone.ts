import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** One per connection: it carries many requests, and each must not add a listener of its own. */
const signals = new WeakMap<Socket, AbortSignal>();

/** Aborts when the client closes its connection. */
export function whenGone({ raw: { socket } }: FastifyRequest): AbortSignal {
  const known = signals.get(socket);
  if (known !== undefined) return known;
  const gone = new AbortController();
  if (socket.destroyed) gone.abort();
  else socket.once('close', () => gone.abort());
  signals.set(socket, gone.signal);
  return gone.signal;
}
