import { writeSync } from 'node:fs';
import { types } from 'node:util';
import type { Logger } from 'pino';
import { EventStoreError } from '#eventstore/port.js';
import { PushListenError } from '#gateway';
import { VaultError } from '#security';
import { SqliteError } from '#sqlite';
import { StoresError, type StoresErrorCode } from '#stores';
import type { Config } from '../config/config.js';
import { ConfigError } from '../config/config-error.js';
import { readConfig, type Environment } from '../config/read-config.js';
import { createLogger } from '../logging/create-logger.js';

/**
 * Exit codes of the platform. `cannotOpen`: something outside has to change (a lock, a port, a key, permissions, space), and then the same start
 * succeeds. `mustNotOpen`: the store is damaged or of a newer version, and starting again helps nobody.
 */
export const EXIT = { failed: 1, usage: 2, cannotOpen: 3, mustNotOpen: 4 } as const;

const EXIT_OF_STORES: Readonly<Record<StoresErrorCode, number>> = {
  UNUSABLE_SETTINGS: EXIT.usage,
  NO_STORE: EXIT.cannotOpen,
  UNREACHABLE: EXIT.cannotOpen,
  UNFINISHED_COPY: EXIT.mustNotOpen,
  FOREIGN_STORE: EXIT.mustNotOpen,
};

const MUST_NOT_OPEN: ReadonlySet<string> = new Set(['STORE_DAMAGED', 'WRONG_SCHEMA']);

/** A start that cannot succeed; the message is one line for people. */
export class StartError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
    this.name = 'StartError';
  }
}

/** Reads the settings and opens the log; `--help` is answered and ends the process. @throws ConfigError */
export function invocation(program: string, args: readonly string[], environment: Environment): { readonly config: Config; readonly logger: Logger } {
  const read = readConfig(program, args, environment);
  if (read.kind === 'help') {
    writeSync(1, read.text);
    process.exit(0);
  }
  const logger = createLogger(read.config.log);
  for (const name of read.unknown) logger.warn(`${name} is no setting of this version and has no effect`);
  return { config: read.config, logger };
}

/** Ends the process with one clear line. */
export function exitWith(error: unknown): never {
  const { exitCode, message } = startErrorOf(error);
  writeSync(2, `meterlog: ${message}\n`);
  process.exit(exitCode);
}

export function startErrorOf(error: unknown): StartError {
  if (error instanceof StartError) return error;
  if (error instanceof ConfigError) return new StartError(EXIT.usage, error.message);
  if (error instanceof StoresError) return new StartError(EXIT_OF_STORES[error.code], error.message);
  if (isStoreError(error) && MUST_NOT_OPEN.has(error.code)) return new StartError(EXIT.mustNotOpen, error.message);
  if (isStoreError(error) || error instanceof VaultError) return new StartError(EXIT.cannotOpen, error.message);
  if (error instanceof PushListenError) return new StartError(EXIT.cannotOpen, pushMessage(error));
  if (isListenError(error)) return new StartError(EXIT.cannotOpen, listenMessage(error));
  return new StartError(EXIT.failed, error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function isStoreError(error: unknown): error is SqliteError | EventStoreError {
  return error instanceof SqliteError || error instanceof EventStoreError;
}

interface ListenError extends Error {
  readonly code: string;
  readonly address?: string;
  readonly port?: number;
}

function isListenError(error: unknown): error is ListenError {
  return types.isNativeError(error) && Reflect.get(error, 'syscall') === 'listen';
}

function listenMessage({ code, address, port }: ListenError): string {
  const place = `${address ?? ''}:${port ?? ''}`;
  return code === 'EADDRINUSE' ? `${place} is in use by another process: set METERLOG_PORT to a free port` : `cannot listen on ${place} (${code})`;
}

function pushMessage({ code, place, message }: PushListenError): string {
  return code === 'EADDRINUSE' ? `${place} is in use by another process: set METERLOG_PUSH_PORT to a free port` : message;
}
