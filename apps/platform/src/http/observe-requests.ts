import type { FastifyInstance } from 'fastify';
import type { Platform } from '../composition/platform.js';

/** Metrics and one log line per request. Never a body, never a header. */
export function observeRequests(fastify: FastifyInstance, { metrics, log }: Platform): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const milliseconds = reply.elapsedTime;
    metrics.http({ method, route, status: reply.statusCode, seconds: milliseconds / 1_000 });
    log.debug({ ...named(request.params), method, route, status: reply.statusCode, milliseconds: Math.round(milliseconds) }, 'request answered');
  });
}

/** What the route's parameters tell about the request. */
function named(params: unknown): object {
  const { correlationUid, deviceIdentification } = (params ?? {}) as { correlationUid?: string; deviceIdentification?: string };
  return { ...(correlationUid === undefined ? {} : { correlationUid }), ...(deviceIdentification === undefined ? {} : { deviceIdentification }) };
}
