import type { DatabaseSync } from 'node:sqlite';
import { checkpointer } from './checkpoint.js';
import { markPathOf, openMark } from './durable-mark.js';
import { commitCounter, readState } from './file-state.js';
import { groupCommit, type GroupResult } from './group-commit.js';
import type { WriteRequest } from './protocol.js';
import type { NamedModule } from './writer-module.js';

export interface Committer {
  /** Durable when it returns, with `synchronous=FULL`. */
  commit(writes: readonly WriteRequest[]): GroupResult;
  /** What can be done when everybody has been answered. */
  afterAnswers(): void;
  /** Before the connection is closed. */
  stop(): void;
  /** After it: the log has been moved into the file. */
  close(): void;
}

const noMark = { write: () => undefined, sync: () => undefined, close: () => undefined };

interface CommitterOptions {
  readonly path: string;
  /** Every commit is fsynced. */
  readonly durable: boolean;
  readonly logPages: number | undefined;
}

/** Commits groups, counts them, and marks how far the file is durable: a claim about a commit is made only after its fsync. */
export function committer(db: DatabaseSync, { path, durable, logPages }: CommitterOptions, modules: readonly NamedModule[]): Committer {
  const count = commitCounter(db);
  const position = modules.map(([, module]) => module.position?.(db)).find((ask) => ask !== undefined) ?? (() => 0);
  const mark = durable ? openMark(markPathOf(path), readState(db)?.id ?? '') : noMark;
  let commits = 0;
  const commit = groupCommit(db, {
    path,
    handlers: new Map(modules.map(([name, module]) => [name, module.open(db)])),
    beforeCommit: () => {
      commits = count();
    },
    afterCommit: () => mark.write(commits, position()),
  });
  const checkpoints = checkpointer(db, logPages, () => mark.sync());
  return { commit, afterAnswers: () => checkpoints.afterCommit(), stop: () => checkpoints.stop(), close: () => mark.close() };
}
