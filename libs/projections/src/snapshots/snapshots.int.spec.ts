import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { HeadTable, snapshotDigest, type Snapshot } from '#event-sourcing';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { readStoreSnapshots } from './read-store-snapshots.js';
import { savedStreamHeads } from './saved-stream-heads.js';

jest.setTimeout(60_000);

let reads: OpenReadStore;
beforeAll(async () => {
  reads = await openReadStore();
});
afterAll(() => reads.close());

function snapshot(stream: string, revision: number): Snapshot {
  const facts = { version: 1, revision, position: revision + 7, hash: 'ab'.repeat(32), state: '{"a":[1,null,"é"]}' };
  return { ...facts, digest: snapshotDigest(stream, facts) };
}

describe('snapshots in the read store', () => {
  it('come back as they were put; the last one stays, also when it reaches less far', async () => {
    const snapshots = readStoreSnapshots(reads.readStore);
    expect(await snapshots.get('device-a')).toBeUndefined();
    for (const revision of [200, 400, 300]) await snapshots.put('device-a', snapshot('device-a', revision));
    await snapshots.put('device-b', snapshot('device-b', 9));
    expect(await snapshots.get('device-a')).toEqual(snapshot('device-a', 300));
    expect(await snapshots.get('device-b')).toEqual(snapshot('device-b', 9));
  });

  it('of another shape are none', async () => {
    const snapshots = readStoreSnapshots(reads.readStore);
    for (const [stream, document] of [
      ['device-c', {}],
      ['device-d', { ...snapshot('device-d', 1), state: 7 }],
      ['device-e', { ...snapshot('device-e', 1), revision: '1' }],
    ] as const) {
      await reads.readStore.compareAndSet('snapshots', stream, 0, document);
      expect(await snapshots.get(stream)).toBeUndefined();
    }
  });

  it('put twice at once do no harm', async () => {
    const snapshots = readStoreSnapshots(reads.readStore);
    await Promise.all([1, 2, 3, 4].map((revision) => snapshots.put('device-f', snapshot('device-f', revision))));
    expect((await snapshots.get('device-f'))?.revision).toBeGreaterThan(0);
  });
});

describe('heads of streams in the read store', () => {
  const head = (n: number, revision = n) => ({ stream: `device-${n}`, revision, hash: n.toString(16).padStart(64, '0') });

  it('come back as they were saved, many and with what was added later', async () => {
    const saved = await savedStreamHeads(reads.readStore);
    expect(await saved.load()).toBeUndefined();
    const all = Array.from({ length: 12_000 }, (_, n) => head(n));
    await saved.save(100, all);
    await saved.save(200, [head(3, 77), head(12_000)]);
    const expected = new HeadTable();
    for (const each of [...all, head(3, 77), head(12_000)]) expected.set(each.stream, each);
    const loaded = await (await savedStreamHeads(reads.readStore)).load();
    expect(loaded?.position).toBe(200);
    expect([...(loaded?.heads.sorted() ?? [])]).toEqual([...expected.sorted()]);
  });

  it('are gone when they are cleared, and can be saved anew from an earlier position', async () => {
    const saved = await savedStreamHeads(reads.readStore);
    await saved.clear();
    expect(await saved.load()).toBeUndefined();
    await saved.save(50, [head(1)]);
    const loaded = await saved.load();
    expect(loaded?.position).toBe(50);
    expect([...(loaded?.heads.sorted() ?? [])]).toEqual([head(1)]);
  });
});
