import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtModule } from './built-module.js';
import { lockDirectory } from './index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'directory-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function otherOwner(): Promise<ChildProcess> {
  const script = fileURLToPath(builtModule(new URL('../test-support/hold-lock.ts', import.meta.url)));
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('lockDirectory', () => {
  it('refuses a second owner in this process until released', () => {
    const lock = lockDirectory(dir);
    expect(() => lockDirectory(dir)).toThrow(
      expect.objectContaining({ code: 'STORE_LOCKED', message: expect.stringContaining(String(process.pid)) }),
    );
    lock.release();
    lockDirectory(dir).release();
  });

  it('creates the directory, and leaves no process id behind', () => {
    const inner = join(dir, 'a', 'b');
    const lock = lockDirectory(inner);
    expect(existsSync(inner)).toBe(true);
    lock.release();
    lock.release();
    expect(existsSync(join(inner, 'lock.pid'))).toBe(false);
  });

  it('names the other process, and is free after that one was killed', async () => {
    const child = await otherOwner();
    expect(() => lockDirectory(dir)).toThrow(
      expect.objectContaining({ code: 'STORE_LOCKED', message: expect.stringContaining(`process ${child.pid}`) }),
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockDirectory(dir).release();
  });
});
