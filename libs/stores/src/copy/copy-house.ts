import { TransferError } from '#security';
import type { House } from '../houses/house.js';
import { copyEvents } from './copy-events.js';
import { copyStreams } from './copy-streams.js';
import type { OnProgress } from './progress.js';
import { CopyError } from './copy-error.js';
import { verifyCopy } from './verify-copy.js';
import { whereToGoOn } from './where-to-go-on.js';

export interface CopyOptions {
  readonly onProgress?: OnProgress;
  /** Ends the copy; run it again to go on. */
  readonly signal?: AbortSignal;
}

export interface CopyReport {
  /** Events in the source, and now in the target. */
  readonly events: number;
  readonly streams: number;
  /** Events copied by this run: the rest stood there already. */
  readonly copied: number;
  /** Keys, counters and secrets of the vault. */
  readonly vaultEntries: number;
  readonly results: number;
}

/**
 * Copies everything that can never be rebuilt from one house into another: events in their order and unchanged, vault and responses as they
 * lie at rest. What was done stays when it is cut short, and running it again goes on there. The target is marked until every chain and
 * every entry was compared, and no platform starts on it as long as it is marked.
 * @throws CopyError; errors of the stores
 */
export async function copyHouse(from: House, to: House, options: CopyOptions = {}): Promise<CopyReport> {
  const { onProgress = () => undefined, signal = new AbortController().signal } = options;
  const after = await whereToGoOn(from, to);
  await to.copyMark.set(from.events.storeId);
  // As everywhere: a key is durable before the event that names it.
  onProgress({ phase: 'vault', done: 0, part: 0 });
  await importVault(from, to);
  await to.results.clear();
  await to.results.importAll(from.results.exportAll());
  const copied = await copyEvents(from, to, { after, onProgress, signal });
  const { events, heads, vaultEntries, results } = await verifyCopy(from, to, onProgress, signal);
  await copyStreams(from, to, heads, onProgress);
  await to.copyMark.clear();
  return { events, streams: heads.size, copied, vaultEntries, results };
}

async function importVault(from: House, to: House): Promise<void> {
  try {
    await to.vault.importAll(from.vault.exportAll());
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    throw new CopyError('TARGET_FOREIGN', `${to.name}: ${error.message}`, { cause: error });
  }
}
