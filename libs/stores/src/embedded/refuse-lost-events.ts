import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteError } from '#sqlite';
import { eventsPath } from './events-file.js';

/**
 * Read models are made from events, so where there are read models there were events: a new, empty store in their place would hide a loss.
 * @throws SqliteError STORE_DAMAGED
 */
export function refuseLostEvents(directory: string): void {
  const events = eventsPath(directory);
  const reads = join(directory, 'read.db');
  if (existsSync(events) || !existsSync(reads)) return;
  throw new SqliteError(
    'STORE_DAMAGED',
    `${events} is missing, although ${reads} was made from it: put it back or restore a backup; to begin with an empty store remove ${reads}`,
  );
}
