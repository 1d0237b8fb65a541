import { open } from 'node:fs/promises';
import { types } from 'node:util';
import { checkpointHash, checkpointLines, newestCheckpoints, type NumberedCheckpoint, type SignedCheckpoint } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';

/** More than the last line has: its members are of bounded length. */
const TAIL = 16 * 1024;
/** Checkpoints looked at in one go, from the newest back. */
const LOOK = 100;

/**
 * The file that checkpoints are also written to, one JSON object per line, fsynced: copies of it that are kept elsewhere prove the end of the
 * record. It is only ever added to; it may be moved away at any time.
 */
export class CheckpointFile {
  constructor(private readonly path: string) {}

  /**
   * Adds what the file does not have yet: all that follow its last line, or the newest only when the file is empty or ends with
   * a checkpoint that is none of the record.
   */
  async bringUpTo(store: EventStore): Promise<void> {
    const text = await this.tail();
    const last = checkpointLines(text).at(-1)?.signed;
    const missing = await checkpointsAfter(store, last === undefined ? undefined : checkpointHash(last.checkpoint));
    if (missing.length > 0) await this.append(text === '' || text.endsWith('\n') ? '' : '\n', missing);
  }

  private async append(before: string, checkpoints: readonly SignedCheckpoint[]): Promise<void> {
    const file = await open(this.path, 'a', 0o644);
    try {
      await file.appendFile(before + checkpoints.map((signed) => `${JSON.stringify(signed)}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** The end of the file; empty when there is none. */
  private async tail(): Promise<string> {
    try {
      const file = await open(this.path, 'r');
      try {
        const { size } = await file.stat();
        const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, Math.max(0, size - TAIL));
        return buffer.toString('utf8', 0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }
}

/** The checkpoints that follow the one with this hash, oldest first; only the newest when the record has no such one. */
async function checkpointsAfter(store: EventStore, hash: string | undefined): Promise<readonly SignedCheckpoint[]> {
  const newer: SignedCheckpoint[] = [];
  for (let page: readonly NumberedCheckpoint[] = []; ;) {
    page = await newestCheckpoints(store, LOOK, page.at(-1)?.number);
    for (const { signed } of page) {
      if (signed === undefined) continue;
      if (hash !== undefined && checkpointHash(signed.checkpoint) === hash) return newer.toReversed();
      newer.push(signed);
      if (hash === undefined) return newer;
    }
    if (page.length === 0) return newer.slice(0, 1);
  }
}
