import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, unexpectedProblem } from './problem-of-error.js';

/** What the router refuses before any route is found (a path that cannot be decoded, a part of it that is too long): problem details as well. */
export function answerFrameworkError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const { details } = problemOf(error) ?? unexpectedProblem();
  void reply.status(details.status).type('application/problem+json').send(JSON.stringify(details));
}
