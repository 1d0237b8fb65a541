import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { createPlatform, type PlatformOptions } from '../composition/create-platform.js';
import type { Platform } from '../composition/platform.js';
import { createHttpApp } from '../http/create-http-app.js';
import { logOf } from '../logging/log-of.js';

export interface RunningPlatform {
  readonly url: string;
  readonly platform: Platform;
  /** Stops taking requests, ends or gives up sessions, closes everything. Idempotent. */
  stop(): Promise<void>;
  /** Ends the process by SIGINT and SIGTERM; `before` runs first. */
  stopOnSignals(before?: () => Promise<void>): void;
}

type RunOptions = Omit<PlatformOptions, 'log'> & { readonly host: string; readonly port: number };

/** When stopping hangs, the process ends anyway: everything accepted is durable. */
const LONGEST_STOP = 4_000;

/** A client that does not read its answer is not waited for any longer. */
const LONGEST_CLOSE = 1_000;

/** Starts the platform and its HTTP interface. @throws SqliteError, VaultError, errors of `listen` */
export async function runPlatform(options: RunOptions, logger: Logger): Promise<RunningPlatform> {
  const platform = await createPlatform({ ...options, log: logOf(logger) });
  let app: NestFastifyApplication | undefined;
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    platform.beginStop();
    try {
      await Promise.race([app?.close(), wait(LONGEST_CLOSE, undefined, { ref: false })]);
    } finally {
      await platform.stop();
    }
  };
  try {
    app = await createHttpApp(platform, logger);
    await app.getHttpAdapter().getInstance().listen({ port: options.port, host: options.host });
    await platform.start();
  } catch (error) {
    await stop().catch((hidden: unknown) => logger.error({ err: hidden }, 'stopping failed'));
    throw error;
  }
  const url = urlOf(app.getHttpServer().address());
  const stopOnce = (): Promise<void> => (stopped ??= stop());
  return {
    url,
    platform,
    stop: stopOnce,
    stopOnSignals(before) {
      const end = (signal: NodeJS.Signals): void => {
        logger.info({ signal }, 'stopping');
        setTimeout(() => process.exit(1), LONGEST_STOP).unref();
        void endProcess(async () => {
          await before?.();
          await stopOnce();
        }, logger);
      };
      process.once('SIGINT', end);
      process.once('SIGTERM', end);
    },
  };
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new TypeError('the HTTP interface has no port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function endProcess(stop: () => Promise<void>, logger: Logger): Promise<void> {
  try {
    await stop();
    process.exit(0);
  } catch (error) {
    logger.error({ err: error }, 'stopping failed');
    process.exit(1);
  }
}
