import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access, Principal } from '#security';
import { Problem } from '../problem/problem.js';
import { isPublic } from './public-paths.js';

const principals = new WeakMap<FastifyRequest, Principal>();

/** Asks for the API key before anything of the body is read. */
export function requireApiKey(fastify: FastifyInstance, access: Access): void {
  fastify.addHook('onRequest', async (request) => {
    if (isPublic(request.url)) return;
    const principal = access.authenticate(apiKeyOf(request));
    if (principal === undefined) throw new Problem(401, 'UNAUTHENTICATED', 'a valid API key is needed: Authorization: Bearer <key>, or X-API-Key');
    principals.set(request, principal);
  });
}

function apiKeyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : undefined;
}

/** Who sent a request. @throws Problem 401 */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw new Problem(401, 'UNAUTHENTICATED', 'a valid API key is needed');
  return principal;
}

/** Who sent the request. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal =>
  principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
