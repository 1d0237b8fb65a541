import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncPath } from './backup-file.js';
import { fileError } from './file-error.js';

/**
 * Creates the directory that `path` lies in, for its owner only. A new directory is made durable in its parent: a file in it is no safer than its name.
 * @throws SqliteError ACCESS_DENIED, STORE_READ_ONLY, STORE_FULL, STORE_FAILED
 */
export function makeDirectory(path: string): void {
  const directory = dirname(path);
  try {
    const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = directory; made !== dirname(first); made = dirname(made)) syncPath(dirname(made));
  } catch (error) {
    throw fileError(error, directory);
  }
}
