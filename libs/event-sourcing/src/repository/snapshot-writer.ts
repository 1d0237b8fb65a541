import { setImmediate } from 'node:timers/promises';
import { silentLog, type Log } from '../log.js';
import { snapshotOf } from './snapshot.js';
import type { SnapshotStore } from './snapshot-store.js';
import type { Loaded } from './stream-repository.js';

export interface SnapshotOptions {
  readonly store: SnapshotStore;
  /** Of the state's shape: raised whenever the same events fold to another state. */
  readonly version: number;
  /** Events between two snapshots of a stream; default {@link SNAPSHOT_EVERY}. Shorter streams have none. */
  readonly every?: number;
  readonly log?: Log;
}

export const SNAPSHOT_EVERY = 200;

/** Streams that may wait for their snapshot; whoever comes when they are too many is asked again after its next events. */
const WAITING = 1_000;

/** Writes snapshots behind everybody's back, one at a time: nobody waits for them, and nobody hears of their failures but the log. */
export class SnapshotWriter {
  private readonly waiting = new Map<string, Loaded<unknown>>();
  private working: Promise<void> | undefined;

  constructor(private readonly options: SnapshotOptions) {}

  /** False when too many wait already. Of one stream only the newest fold is written. */
  add(stream: string, fold: Loaded<unknown>): boolean {
    if (this.waiting.size >= WAITING && !this.waiting.has(stream)) return false;
    this.waiting.set(stream, fold);
    this.working ??= this.work();
    return true;
  }

  /** Resolves when everything that waited is written. */
  async drain(): Promise<void> {
    while (this.working !== undefined) await this.working;
  }

  private async work(): Promise<void> {
    for (;;) {
      // What the state costs to write out is not paid in the turn of a command.
      await setImmediate();
      const next = this.waiting.entries().next().value;
      if (next === undefined) {
        // In the same turn as the look: whoever comes after it finds nobody at work.
        this.working = undefined;
        return;
      }
      const [stream, fold] = next;
      this.waiting.delete(stream);
      await this.write(stream, fold);
    }
  }

  private async write(stream: string, fold: Loaded<unknown>): Promise<void> {
    const { store, version, log = silentLog } = this.options;
    try {
      const snapshot = snapshotOf(stream, version, fold);
      if (snapshot === undefined) log.warn({ stream }, 'JSON does not hold this state exactly: there is no snapshot of it');
      else await store.put(stream, snapshot);
    } catch (error) {
      log.warn({ err: error, stream }, 'a snapshot could not be written');
    }
  }
}
