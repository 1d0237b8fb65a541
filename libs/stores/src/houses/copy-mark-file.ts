import { existsSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoresError } from '../stores-error.js';
import type { CopyMark } from './house.js';

/** The mark in a data directory: a file that names the source. */
export function copyMarkFile(directory: string): CopyMark {
  const path = join(directory, 'unfinished-copy');
  const syncDirectory = async (): Promise<void> => {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  return {
    read: async () => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined),
    async set(storeId) {
      const handle = await open(`${path}.new`, 'w', 0o600);
      try {
        await handle.writeFile(`${storeId}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${path}.new`, path);
      await syncDirectory();
    },
    async clear() {
      await rm(path, { force: true });
      await syncDirectory();
    },
  };
}

/** A platform must not go on from half a record. @throws StoresError UNFINISHED_COPY */
export async function refuseUnfinishedCopy(mark: CopyMark, name: string): Promise<void> {
  if ((await mark.read()) === undefined) return;
  throw new StoresError('UNFINISHED_COPY', `${name} holds a copy that was not finished: run meterlog copy again to finish it`);
}
