import type { SqliteFile } from '#sqlite';
import type { StoreCheck } from '../health/store-checks.js';

/** Whether a file can be written: its writer thread lives, and its last commit did not fail. */
export function fileCheck(store: StoreCheck['store'], file: SqliteFile): StoreCheck {
  return {
    store,
    async check() {
      const failure = file.failure();
      if (failure !== undefined) throw failure;
    },
  };
}
