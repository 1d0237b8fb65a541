import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Committer } from './committer.js';

/** How often a thread that could not commit tries whether it can again, in ms. */
const RETRY = 1_000;
/** Bytes that must be free: a commit that counts only itself fits where the next append would not. */
const HEADROOM = 2 * 1024 * 1024;

export interface Recovery {
  /** A commit has failed. */
  failed(): void;
  stop(): void;
}

/** After a failed commit, tells once that commits succeed again; nobody may be writing meanwhile. */
export function recovery(path: string, commits: Pick<Committer, 'commit'>, recovered: () => void): Recovery {
  let timer: NodeJS.Timeout | undefined;
  const attempt = (): void => {
    timer = undefined;
    if (hasRoom(path) && commits.commit([]).failure === undefined) recovered();
    else retry();
  };
  const retry = (): void => {
    timer ??= setTimeout(attempt, RETRY);
  };
  return { failed: retry, stop: () => clearTimeout(timer) };
}

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize >= HEADROOM;
  } catch {
    // A file system that does not tell: the commit decides.
    return true;
  }
}
