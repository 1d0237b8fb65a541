import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { silentLog } from '#event-sourcing';
import { VaultError } from '#security';
import { lockDirectory, SqliteError } from '#sqlite';
import { openStores, StoresError, type Stores } from '#stores';
import { CliError, EXIT } from './cli-error.js';
import type { Common, Surroundings } from './cli.js';
import { masterKeys } from './own-secrets.js';

/** A platform holds the directory. @throws SqliteError */
function isHeld(directory: string): boolean {
  try {
    lockDirectory(directory).release();
    return false;
  } catch (error) {
    if (error instanceof SqliteError && error.code === 'STORE_LOCKED') return true;
    throw error;
  }
}

/**
 * The stores of a data directory that exists, for writing: nobody else can open it then. Undefined when a platform holds it: use its API.
 * @throws CliError exit code 3 when they cannot be opened, 2 when no master key is known
 */
export async function openForWriting({ environment }: Surroundings, { data }: Common): Promise<Stores | undefined> {
  const eventStore = environment['METERLOG_EVENTSTORE'];
  if (eventStore === undefined && !existsSync(join(data, 'events.db'))) throw new CliError(EXIT.cannotOpen, `${data} holds no record (no events.db)`);
  try {
    if (isHeld(data)) return undefined;
    const readStore = environment['METERLOG_READSTORE'];
    return await openStores({ data, eventStore, readStore, masterKeys: masterKeys(environment, data), log: silentLog });
  } catch (error) {
    if (error instanceof SqliteError || error instanceof VaultError || error instanceof StoresError)
      throw new CliError(EXIT.cannotOpen, error.message);
    throw error;
  }
}
