import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem/problem.js';

/** Read and thrown away, so that the client gets to hear why: it is still sending when we know. Larger ones are cut off. */
const READ_AT_MOST = 32 * 1024 * 1024;
const READ_FOR_MS = 5_000;

/** Answers 413 to a body that says that it is larger than `limit` octets. */
export function refuseLargeBodies(fastify: FastifyInstance, limit: number): void {
  fastify.addHook('onRequest', async ({ headers, raw }) => {
    const length = Number(headers['content-length'] ?? 0);
    if (!(length > limit)) return;
    if (length <= READ_AT_MOST) await readAndForget(raw);
    throw new Problem(413, 'PAYLOAD_TOO_LARGE', `the body has ${length} octets; at most ${limit} are read`);
  });
}

function readAndForget(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, READ_FOR_MS);
    request.once('end', done).once('close', done).resume();
  });
}
