import type { DatabaseSync } from 'node:sqlite';
import { SqliteError } from './errors.js';
import { type ErrorRecord, toRecord } from './error-record.js';
import { fileError, resultOf } from './file-error.js';
import type { WriteAnswer, WriteRequest } from './protocol.js';

export type Handler = (request: unknown) => unknown;

export interface GroupResult {
  readonly answers: readonly WriteAnswer[];
  /** Modules with at least one accepted request. */
  readonly modules: readonly string[];
  /** Why nothing of the group was committed. */
  readonly failure?: ErrorRecord;
}

export interface GroupCommitOptions {
  /** Of the file, for error messages. */
  readonly path: string;
  readonly handlers: ReadonlyMap<string, Handler>;
  /** Runs last in each transaction that accepted something. */
  readonly beforeCommit: () => void;
  /** Runs when that transaction is durable, before anybody hears of it. */
  readonly afterCommit: () => void;
}

/** Runs requests in one transaction, each in its own savepoint. Without requests it tries whether a transaction can be committed. */
export function groupCommit(db: DatabaseSync, options: GroupCommitOptions): (writes: readonly WriteRequest[]) => GroupResult {
  const { path, handlers, beforeCommit, afterCommit } = options;
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
      return { id, ok: false, error: toRecord(resultOf(error) === undefined ? error : fileError(error, path)) };
    }
  };

  const runAll = (writes: readonly WriteRequest[]): readonly WriteAnswer[] => {
    begin.run();
    const answers = writes.map(runOne);
    const changes = writes.length === 0 || answers.some(({ ok }) => ok);
    if (changes) beforeCommit();
    commit.run();
    if (changes) afterCommit();
    return answers;
  };

  return (writes) => {
    try {
      const answers = runAll(writes);
      const modules = new Set(writes.filter((_, index) => answers[index]?.ok === true).map(({ module }) => module));
      return { answers, modules: [...modules] };
    } catch (error) {
      if (db.isTransaction) rollback.run();
      const failure = toRecord(fileError(error, path));
      return { answers: writes.map(({ id }) => ({ id, ok: false, error: failure })), modules: [], failure };
    }
  };
}
