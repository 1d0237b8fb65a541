import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { builtModule } from './built-module.js';
import { CommitListeners } from './commit-listeners.js';
import { openReader } from './connection.js';
import { SqliteError } from './errors.js';
import type { SqliteFile, SqliteFileOptions } from './sqlite-file.js';
import { WriterClient } from './writer-client.js';

/**
 * Opens or creates the file (and its directory) and lets each module create its tables.
 * @throws SqliteError STORE_FAILED; WriteRejectedError what a module's `migrate` or `open` threw
 */
export async function openSqliteFile({ path, synchronous, modules }: SqliteFileOptions): Promise<SqliteFile> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const listeners = new CommitListeners();
  const built = Object.entries(modules).map(([name, url]) => [name, builtModule(url).href] as const);
  const writer = await WriterClient.start({ path, synchronous, modules: built }, (committed) => listeners.tell(committed));
  let reader: DatabaseSync | undefined;
  let closed = false;
  return {
    path,
    write: <T>(name: string, request: unknown) => writer.write(name, request) as Promise<T>,
    reader: () => {
      if (closed) throw new SqliteError('STORE_CLOSED', 'the store is closed');
      reader ??= openReader(path);
      return reader;
    },
    onCommit: (name, listener) => listeners.add(name, listener),
    close: () => {
      closed = true;
      // The writer's connection must be the last one: then SQLite folds the log into the file.
      reader?.close();
      reader = undefined;
      return writer.close();
    },
  };
}
