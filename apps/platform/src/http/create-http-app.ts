import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger as NestPinoLogger } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { Platform } from '../composition/platform.js';
import { acceptJsonOnly } from './accept-json-only.js';
import { requireApiKey } from './access/authenticate.js';
import { HttpAppModule } from './http-app.module.js';
import { observeRequests } from './observe-requests.js';
import { serveDocumentation } from './openapi/documentation.js';
import { answerFrameworkError } from './problem/framework-errors.js';
import { ProblemFilter } from './problem/problem.filter.js';
import { refuseLargeBodies } from './refuse-large-bodies.js';
import { sendSerialized } from './views/serialized.js';

const LARGEST_BODY = 1024 * 1024;

/** The HTTP interface of a platform; it does not listen yet. */
export async function createHttpApp(platform: Platform, logger: Logger): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: 'idle',
    trustProxy: false,
    frameworkErrors: answerFrameworkError,
  });
  const fastify = adapter.getInstance();
  acceptJsonOnly(fastify);
  sendSerialized(fastify);
  observeRequests(fastify, platform);
  requireApiKey(fastify, platform.access);
  refuseLargeBodies(fastify, LARGEST_BODY);
  const app = await NestFactory.create<NestFastifyApplication>(HttpAppModule.on(platform, logger), adapter, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(platform.log));
  serveDocumentation(app);
  await app.init();
  await fastify.ready();
  // Only now: what the framework says while it starts is of no use to an operator.
  app.useLogger(app.get(NestPinoLogger));
  return app;
}
