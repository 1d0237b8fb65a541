import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory with a size of its own. */
export interface SmallDisk {
  readonly path: string;
  remount(mode: 'ro' | 'rw'): void;
  unmount(): void;
}

/** @param bytes a multiple of the page size, 4 KiB */
export function mountSmallDisk(bytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path], { stdio: 'pipe' });
  } catch (error) {
    rmdirSync(path);
    throw error;
  }
  return {
    path,
    remount: (mode) => {
      execFileSync('mount', ['-o', `remount,${mode}`, path], { stdio: 'pipe' });
    },
    unmount: () => {
      execFileSync('umount', ['--lazy', path], { stdio: 'pipe' });
      rmdirSync(path);
    },
  };
}

/** Why file systems cannot be mounted here; undefined when they can. */
export function noMounts(): string | undefined {
  try {
    mountSmallDisk(64 * 1024).unmount();
    return undefined;
  } catch {
    return 'skipped: mounting a file system needs root';
  }
}
