import { open, readFile } from 'node:fs/promises';
import { types } from 'node:util';
import { checkpointHash, checkpointLines, type NumberedCheckpoint, type SignedCheckpoint } from '#event-sourcing';

/**
 * The file that checkpoints are also written to, one JSON object per line, fsynced: copies of it that are kept elsewhere prove the end of the
 * record. It is only ever added to; it may be moved away at any time.
 */
export class CheckpointFile {
  constructor(private readonly path: string) {}

  /**
   * Adds what the file does not have yet: all that follow its last line, or the newest only when the file is empty or ends with
   * a checkpoint that is none of `record`.
   * @param record all checkpoints, oldest first
   */
  async bringUpTo(record: readonly NumberedCheckpoint[]): Promise<void> {
    const text = await this.read();
    const checkpoints = record.flatMap(({ signed }) => (signed === undefined ? [] : [signed]));
    const last = checkpointLines(text).at(-1)?.signed;
    const hash = last === undefined ? undefined : checkpointHash(last.checkpoint);
    const place = checkpoints.findLastIndex(({ checkpoint }) => checkpointHash(checkpoint) === hash);
    const missing = place < 0 ? checkpoints.slice(-1) : checkpoints.slice(place + 1);
    if (missing.length > 0) await this.append(text === '' || text.endsWith('\n') ? '' : '\n', missing);
  }

  private async append(before: string, checkpoints: readonly SignedCheckpoint[]): Promise<void> {
    const file = await open(this.path, 'a', 0o644);
    try {
      await file.write(before + checkpoints.map((signed) => `${JSON.stringify(signed)}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private async read(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return '';
      throw error;
    }
  }
}
