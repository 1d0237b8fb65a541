import type { DatabaseSync } from 'node:sqlite';
import { builtModule } from './built-module.js';
import { CommitListeners } from './commit-listeners.js';
import { openReader } from './connection.js';
import { makeDirectory } from './make-directory.js';
import { SqliteError } from './errors.js';
import { setAside } from './set-aside.js';
import type { SqliteFile, SqliteFileOptions } from './sqlite-file.js';
import { WriterClient } from './writer-client.js';

/**
 * Opens or creates the file (and its directory), makes sure that everything that was durable in it is still there, and lets each module create
 * or migrate its tables. A file that is refused is left as it is.
 * @throws SqliteError STORE_DAMAGED (the message names the first missing position), WRONG_SCHEMA, ACCESS_DENIED, STORE_READ_ONLY, STORE_FULL,
 * STORE_FAILED; WriteRejectedError what a module's `migrate` or `open` threw
 */
export async function openSqliteFile(options: SqliteFileOptions): Promise<SqliteFile> {
  const { path } = options;
  makeDirectory(path);
  const listeners = new CommitListeners();
  const writer = await startWriter(options, (committed) => listeners.tell(committed));
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
    failure: () => writer.failure(),
    close: () => {
      closed = true;
      // The writer's connection must be the last one: then SQLite folds the log into the file.
      reader?.close();
      reader = undefined;
      return writer.close();
    },
  };
}

async function startWriter(options: SqliteFileOptions, committed: (modules: readonly string[]) => void): Promise<WriterClient> {
  const { path, synchronous, modules, logPages, onSetAside } = options;
  const built = Object.entries(modules).map(([name, url]) => [name, builtModule(url).href] as const);
  const start = async (): Promise<WriterClient> =>
    WriterClient.start({ path, synchronous, modules: built, ...(logPages === undefined ? {} : { logPages }) }, committed);
  try {
    return await start();
  } catch (error) {
    const isRefused = error instanceof SqliteError && (error.code === 'STORE_DAMAGED' || error.code === 'WRONG_SCHEMA');
    if (onSetAside === undefined || !isRefused) throw error;
    onSetAside(setAside(path), error);
    return start();
  }
}
