import { types } from 'node:util';
import { StoresError } from '#stores';
import { CliError, EXIT } from './cli-error.js';

/** Errors of the stores have a code of their own; anything else is a fault of the program and keeps its stack. */
export function cannotOpen(error: unknown): unknown {
  if (!types.isNativeError(error) || !('code' in error) || typeof error.code !== 'string') return error;
  const isUsage = error instanceof StoresError && error.code === 'UNUSABLE_SETTINGS';
  return new CliError(isUsage ? EXIT.usage : EXIT.cannotOpen, error.message);
}
