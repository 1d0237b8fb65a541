import { describe, expect, it } from '@jest/globals';
import type { Snapshot, SnapshotStore } from './snapshot-store.js';
import { SnapshotWriter } from './snapshot-writer.js';

const fold = (revision: number) => ({ state: { revision }, revision, position: revision + 1, hash: 'ab'.repeat(32) });

/** A store that answers when it is told to. */
class SlowStore implements SnapshotStore {
  readonly written: [string, number][] = [];
  private open: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  answer(): void {
    this.open();
  }

  async get(): Promise<undefined> {
    await this.opened;
  }

  async put(stream: string, { revision }: Snapshot): Promise<void> {
    await this.opened;
    this.written.push([stream, revision]);
  }
}

describe('the writer of snapshots', () => {
  it('takes so many streams at most, whatever the store does, and writes all it took before it is settled', async () => {
    const store = new SlowStore();
    const writer = new SnapshotWriter({ store, version: 1 });
    const taken = Array.from({ length: 1_200 }, (_, n) => writer.add(`s${n}`, fold(n)));
    expect(taken.filter(Boolean)).toHaveLength(1_000);
    store.answer();
    await writer.drain();
    expect(store.written.map(([stream]) => stream)).toEqual(Array.from({ length: 1_000 }, (_, n) => `s${n}`));
    expect(writer.add('later', fold(1))).toBe(true);
    await writer.drain();
    expect(store.written.at(-1)).toEqual(['later', 1]);
  });

  it('writes only the newest fold of a stream that waits', async () => {
    const store = new SlowStore();
    const writer = new SnapshotWriter({ store, version: 1 });
    for (const revision of [200, 400, 600]) writer.add('s', fold(revision));
    store.answer();
    await writer.drain();
    expect(store.written).toEqual([['s', 600]]);
  });

  it('goes on after a failure', async () => {
    const put: string[] = [];
    const store: SnapshotStore = {
      get: async () => undefined,
      put: async (stream) => {
        if (stream === 'bad') throw new Error('no');
        put.push(stream);
      },
    };
    const writer = new SnapshotWriter({ store, version: 1 });
    for (const stream of ['a', 'bad', 'b']) writer.add(stream, fold(1));
    await writer.drain();
    expect(put).toEqual(['a', 'b']);
  });
});
