import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { resultsWriterModule, vaultWriterModule } from '../src/index.js';

export { masterKeysOfTests as masterKeys, masterKeyText } from '../src/testing/master-keys-of-tests.js';

export async function openEventsFile(dir: string): Promise<SqliteFile> {
  return openSqliteFile({
    path: join(dir, 'events.db'),
    synchronous: 'FULL',
    modules: { vault: vaultWriterModule, results: resultsWriterModule },
  });
}

/** An `events.db` in a directory of its own. */
export class TemporaryEventsFile {
  private constructor(
    readonly dir: string,
    public file: SqliteFile,
  ) {}

  static async open(): Promise<TemporaryEventsFile> {
    const dir = await mkdtemp(join(tmpdir(), 'meterlog-security-'));
    return new TemporaryEventsFile(dir, await openEventsFile(dir));
  }

  async reopen(): Promise<SqliteFile> {
    await this.file.close();
    this.file = await openEventsFile(this.dir);
    return this.file;
  }

  /** What lies on the disk now: the file and its write-ahead log. */
  async bytes(): Promise<Buffer> {
    const names = await readdir(this.dir);
    return Buffer.concat(await Promise.all(names.map(async (name) => readFile(join(this.dir, name)))));
  }

  async remove(): Promise<void> {
    await this.file.close();
    await rm(this.dir, { recursive: true, force: true });
  }
}
