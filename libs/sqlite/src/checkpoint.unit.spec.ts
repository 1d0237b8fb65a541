import { describe, expect, it, jest } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { checkpointer } from './checkpoint.js';

/** A file whose log is long and cannot be moved, as on a full disk. */
function fullDisk(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  jest.spyOn(db, 'prepare').mockImplementation(
    (sql) =>
      ({
        get: () => {
          if (sql.includes('PASSIVE')) throw new Error('database or disk is full');
          return { log: 1_000_000, checkpointed: 0 };
        },
      }) as never,
  );
  return db;
}

describe('a checkpoint that fails', () => {
  it('leaves the log as it is, for the next one: what was committed stands', () => {
    const checkpoints = checkpointer(fullDisk());
    expect(() => checkpoints.afterCommit()).not.toThrow();
    expect(() => checkpoints.afterCommit()).not.toThrow();
    checkpoints.stop();
  });

  it('does not end the thread when it is idle', () => {
    jest.useFakeTimers();
    try {
      const checkpoints = checkpointer(fullDisk());
      expect(() => jest.runOnlyPendingTimers()).not.toThrow();
      checkpoints.stop();
    } finally {
      jest.useRealTimers();
    }
  });
});
