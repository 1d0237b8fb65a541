import type { FastifyRequest } from 'fastify';

/** Aborts when the client closes its connection. */
export function whenGone({ raw }: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    // A request is also "closed" once it was read completely; only a closed socket means that nobody listens.
    if (raw.socket.destroyed) gone.abort();
  });
  raw.socket.once('close', () => gone.abort());
  return gone.signal;
}
