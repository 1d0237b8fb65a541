import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidRequestError } from '#contract/dto/index.js';
import type { Access, Principal } from '#security';
import { Problem } from '../problem/problem.js';
import { A_PRINCIPAL_NAME, PRINCIPAL_NAME } from './principal-name.js';
import { isPublic } from './public-paths.js';

const CLAIM = 'Meterlog-User';

const principals = new WeakMap<FastifyRequest, Principal>();

/** Asks for the API key before anything of the body is read. */
export function requireApiKey(fastify: FastifyInstance, access: Access): void {
  fastify.addHook('onRequest', async (request) => {
    if (isPublic(request.url)) return;
    const principal = access.authenticate(apiKeyOf(request));
    if (principal === undefined) throw new Problem(401, 'UNAUTHENTICATED', 'a valid API key is needed: Authorization: Bearer <key>, or X-API-Key');
    principals.set(request, withClaimedUser(principal, request));
  });
}

function apiKeyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : undefined;
}

/**
 * An application may name the person that it acts for. The key of a user names its user already: another name is not taken.
 * @throws InvalidRequestError naming the header
 */
function withClaimedUser(principal: Principal, { headers }: FastifyRequest): Principal {
  const user = headers['meterlog-user'];
  if (user === undefined || principal.user === user) return principal;
  if (principal.user !== undefined) throw new InvalidRequestError([{ field: CLAIM, message: 'the API key belongs to another user' }]);
  if (typeof user !== 'string' || !PRINCIPAL_NAME.test(user))
    throw new InvalidRequestError([{ field: CLAIM, message: `must be ${A_PRINCIPAL_NAME}` }]);
  return { ...principal, user, isClaimed: true };
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
