import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Log } from '#event-sourcing';
import { problemOf, unexpectedProblem } from './problem-of-error.js';

/** Seconds after which it makes sense to ask a platform again that is busy, full, starting or stopping. */
const RETRY_AFTER = '5';

/** Answers every error as problem details; what nobody foresaw is logged and stays inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem === undefined) this.log.error({ err: error }, 'a request failed unexpectedly');
    const { details } = problem ?? unexpectedProblem();
    if (reply.sent) return;
    if (details.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    if (details.status === 503) void reply.header('Retry-After', RETRY_AFTER);
    void reply.status(details.status).type('application/problem+json').send(JSON.stringify(details));
  }
}
