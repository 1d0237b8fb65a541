import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { renewStoreId } from '#eventstore';
import { embeddedVaultTransfer } from '#security';
import { lockDirectory } from '#sqlite';
import { eventsPath, openEventsFile } from '../embedded/events-file.js';
import { BackupError } from './backup-error.js';
import { type VerifiedBackup, verifyBackup } from './verify-backup.js';

export interface RestoreReport extends VerifiedBackup {
  /** Invocation counters that are read from their meters before their next use. */
  readonly counters: number;
}

/** What is left of a restore that was cut short lies here, and is thrown away. */
const STAGE = 'restoring';
const OWN = /^(?:lock(?:\.pid|-journal)?|restoring)$/;

/**
 * Makes a data directory from a backup. Meters may have seen higher invocation counters since it was made, so all of them are forgotten: each
 * is read from its meter before its next use. It is another store than the one that went on after the backup, so that read models of that one
 * are not taken for its own. The record appears in the directory as the last step, and whole.
 * @throws BackupError; SqliteError STORE_LOCKED, WRONG_SCHEMA, STORE_FULL
 */
export async function restoreRecord(
  backup: string,
  directory: string,
  onVerified: (events: number) => void = () => undefined,
): Promise<RestoreReport> {
  requireEmpty(directory);
  const verified = await verifyBackup(backup, onVerified);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(directory);
  try {
    requireEmpty(directory);
    const stage = join(directory, STAGE);
    await rm(stage, { recursive: true, force: true });
    mkdirSync(stage, { mode: 0o700 });
    await copyFile(backup, eventsPath(stage));
    chmodSync(eventsPath(stage), 0o600);
    const counters = await forgetCounters(stage);
    renewStoreId(eventsPath(stage));
    await sync(eventsPath(stage));
    await rename(eventsPath(stage), eventsPath(directory));
    await sync(directory);
    await rm(stage, { recursive: true });
    return { ...verified, counters };
  } finally {
    lock.release();
  }
}

function requireEmpty(directory: string): void {
  if (!existsSync(directory)) return;
  const held = readdirSync(directory).find((name) => !OWN.test(name));
  if (held !== undefined) throw new BackupError('NOT_EMPTY', `${directory} is not empty (${held}): restore into a new directory`);
}

async function forgetCounters(directory: string): Promise<number> {
  const file = await openEventsFile(directory);
  try {
    return await embeddedVaultTransfer(file).forgetCounters();
  } finally {
    await file.close();
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
