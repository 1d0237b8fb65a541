import { types } from 'node:util';
import { EventRegistryError } from '#event-sourcing';
import { CliError, EXIT } from './cli-error.js';

/** What goes wrong while a record is read: an event that is none is damage, a store that fails cannot be read; anything else keeps its stack. */
export function unreadable(error: unknown): unknown {
  if (error instanceof CliError || !types.isNativeError(error)) return error;
  if (error instanceof EventRegistryError) return new CliError(EXIT.bad, `${error.message}: meterlog verify says what is wrong with the record`);
  return 'code' in error && typeof error.code === 'string' ? new CliError(EXIT.cannotOpen, `the record cannot be read: ${error.message}`) : error;
}
