import type { DatabaseSync } from 'node:sqlite';
import { SqliteError } from './errors.js';
import { toRecord } from './error-record.js';
import type { WriteAnswer, WriteRequest } from './protocol.js';

export type Handler = (request: unknown) => unknown;

export interface GroupResult {
  readonly answers: readonly WriteAnswer[];
  /** Modules with at least one accepted request. */
  readonly modules: readonly string[];
}

/** Runs requests in one transaction, each in its own savepoint. */
export function groupCommit(db: DatabaseSync, handlers: ReadonlyMap<string, Handler>): (writes: readonly WriteRequest[]) => GroupResult {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT request');
  const release = db.prepare('RELEASE request');
  const undo = db.prepare('ROLLBACK TO request');

  const runOne = ({ id, module, request }: WriteRequest): WriteAnswer => {
    savepoint.run();
    try {
      const handler = handlers.get(module);
      if (handler === undefined) throw new SqliteError('STORE_FAILED', `no writer module ${module}`);
      const value = handler(request);
      release.run();
      return { id, ok: true, value };
    } catch (error) {
      // A full disk and the like make SQLite roll the whole transaction back by itself: nothing of this group stands.
      if (!db.isTransaction) throw error;
      undo.run();
      release.run();
      return { id, ok: false, error: toRecord(error) };
    }
  };

  return (writes) => {
    try {
      begin.run();
      const answers = writes.map(runOne);
      commit.run();
      const modules = new Set(writes.filter((_, index) => answers[index]?.ok === true).map(({ module }) => module));
      return { answers, modules: [...modules] };
    } catch (error) {
      if (db.isTransaction) rollback.run();
      const { message } = toRecord(error);
      const failed = toRecord(new SqliteError('STORE_FAILED', message));
      return { answers: writes.map(({ id }) => ({ id, ok: false, error: failed })), modules: [] };
    }
  };
}
