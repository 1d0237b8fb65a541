import { describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { builtModule } from './built-module.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const script = fileURLToPath(builtModule(new URL('../test-support/write-and-leave.ts', import.meta.url)));

describe('a process with an SQLite file', () => {
  it.each(['open', 'close', 'crash'])('ends by itself, with the file left %s', async (how) => {
    const dir = mkdtempSync(join(tmpdir(), 'process-end-'));
    const { stdout } = await promisify(execFile)(process.execPath, [script, join(dir, 'notes.db'), how], { timeout: 10_000 });
    expect(stdout).toBe('written');
    rmSync(dir, { recursive: true });
  });
});
