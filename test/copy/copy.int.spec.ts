import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copyHouse, type CopyOptions, type CopyReport } from '#stores';
import { append, noted } from '../../libs/event-sourcing/src/checkpoints/testing/sample-record.js';
import {
  contentOf,
  directoryAt,
  inHouse,
  removeSamples,
  removeTemporaryDirectories,
  sampleDirectory,
  storesOf,
  takingTurns,
  temporaryDirectory,
} from './sample-house.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

afterEach(removeTemporaryDirectories);
afterAll(removeSamples);

async function copy(from: string, to: string, options: CopyOptions = {}): Promise<CopyReport> {
  return inHouse(directoryAt(from), 'source', async (source) =>
    inHouse(directoryAt(to), 'target', async (target) => copyHouse(source, target, options)),
  );
}

const contentAt = async (directory: string): Promise<object> => inHouse(directoryAt(directory), 'target', contentOf);

function altered(directory: string, sql: string): void {
  const db = new DatabaseSync(join(directory, 'events.db'));
  db.exec(sql);
  db.close();
}

/** Ends a copy behind its first page of events. */
function cutShort(): CopyOptions {
  const ending = new AbortController();
  return { signal: ending.signal, onProgress: ({ phase }) => phase === 'events' && ending.abort(new Error('cut short')) };
}

describe('copying a data directory into another', () => {
  it('carries events, vault, responses and stream metadata unchanged', async () => {
    const { directory, keyIds } = await sampleDirectory();
    const to = await temporaryDirectory();
    const report = await copy(directory, to);
    expect(report).toMatchObject({ events: 210, streams: 7, copied: 210, results: 7 });
    expect(await contentAt(to)).toEqual(await contentAt(directory));

    const stores = await storesOf(to);
    try {
      for (const [index, keyId] of keyIds.entries()) {
        expect(await stores.vault.read(keyId)).toEqual(new Uint8Array(16).fill(index + 1));
        expect(await stores.vault.reserveCounters(`M${index}`, keyId, 1)).toEqual({ first: 1000 * index + 64 });
      }
    } finally {
      await stores.close();
    }
  });

  it('copies an empty store', async () => {
    const { directory } = await sampleDirectory({ streams: 0, perStream: 0 });
    const to = await temporaryDirectory();
    expect(await copy(directory, to)).toMatchObject({ events: 0, streams: 0, results: 0 });
  });

  it('carries that streams are deleted', async () => {
    const { directory } = await sampleDirectory();
    await inHouse(directoryAt(directory), 'source', async ({ events }) => {
      await events.deleteStream('device-M1', 29);
      await events.deleteStream('device-M2', 'any', { permanently: true });
    });
    const to = await temporaryDirectory();
    await copy(directory, to);
    await inHouse(directoryAt(to), 'target', async ({ events }) => {
      expect(await events.readStream('device-M1')).toEqual([]);
      await expect(events.readStream('device-M2')).rejects.toMatchObject({ code: 'STREAM_DELETED' });
      expect(await events.readStream('device-M3')).toHaveLength(30);
    });
    expect(await copy(directory, to)).toMatchObject({ copied: 0 });
  });

  it('goes on where it was cut short, and no platform starts on the half of it', async () => {
    const { directory } = await sampleDirectory({ streams: 7, perStream: 150 });
    const to = await temporaryDirectory();
    await expect(copy(directory, to, cutShort())).rejects.toThrow('cut short');
    await expect(storesOf(to)).rejects.toMatchObject({ code: 'UNFINISHED_COPY', message: expect.stringContaining('run meterlog copy again') });
    const { copied, events } = await copy(directory, to);
    expect(events).toBe(1050);
    expect(copied).toBeLessThan(1050);
    expect(copied).toBeGreaterThan(0);
    expect(await contentAt(to)).toEqual(await contentAt(directory));
    await (await storesOf(to)).close();
  });

  it('brings an earlier copy up to date, without what was deleted since', async () => {
    const { directory, keyIds } = await sampleDirectory();
    const to = await temporaryDirectory();
    await copy(directory, to);
    const stores = await storesOf(directory);
    await append(stores.events, noted('device-M0', 40).slice(30));
    await append(stores.events, noted('device-new', 5));
    await stores.results.delete('uid-3');
    await stores.vault.reserveCounters('M0', keyIds[0] ?? '', 64);
    await stores.close();
    expect(await copy(directory, to)).toMatchObject({ events: 225, copied: 15, results: 6 });
    expect(await contentAt(to)).toEqual(await contentAt(directory));
  });

  it.each([
    ['events of its own', async (to: string) => inHouse(directoryAt(to), 'target', async ({ events }) => append(events, noted('other', 3)))],
    [
      'events of the same names and a vault of its own',
      async (to: string) => cp((await sampleDirectory({ streams: 2, perStream: 5 })).directory, to, { recursive: true }),
    ],
    ['a vault of its own', async (to: string) => (await storesOf(to)).close()],
  ])('refuses a target that holds %s', async (_what, fill) => {
    const { directory } = await sampleDirectory();
    const to = await temporaryDirectory();
    await fill(to);
    const before = await contentAt(to);
    await expect(copy(directory, to)).rejects.toMatchObject({ code: 'TARGET_FOREIGN' });
    expect(await contentAt(to)).toEqual(before);
    expect(existsSync(join(to, 'unfinished-copy'))).toBe(false);
  });

  it('refuses a target that has gone its own way since it was copied', async () => {
    const { directory } = await sampleDirectory();
    const to = await temporaryDirectory();
    await copy(directory, to);
    await inHouse(directoryAt(to), 'target', async ({ events }) => append(events, noted('device-M0', 31).slice(30)));
    await expect(copy(directory, to)).rejects.toMatchObject({ code: 'TARGET_FOREIGN' });
  });

  it('refuses a target that holds the beginning of a copy of another store', async () => {
    const [one, other] = [await sampleDirectory({ streams: 7, perStream: 150 }), await sampleDirectory()];
    const to = await temporaryDirectory();
    await expect(copy(one.directory, to, cutShort())).rejects.toThrow('cut short');
    await expect(copy(other.directory, to)).rejects.toMatchObject({ code: 'TARGET_FOREIGN' });
  });

  it('finds damage of the source, names it, and does not carry it on', async () => {
    const { directory } = await sampleDirectory();
    altered(directory, `UPDATE events SET data = replace(data, 'nö20', 'nö21') WHERE revision = 20 AND stream = 3`);
    const to = await temporaryDirectory();
    const refused = { code: 'SOURCE_DAMAGED', message: expect.stringMatching(/device-M\d is broken at revision 20 \(HASH\)/) };
    await expect(copy(directory, to)).rejects.toMatchObject(refused);
    await expect(storesOf(to)).rejects.toMatchObject({ code: 'UNFINISHED_COPY' });
  });

  it.each([
    ['a changed event', `UPDATE events SET metadata = replace(metadata, 'anna', 'anne') WHERE position = 50`],
    ['a missing end', 'DELETE FROM events WHERE position > 200'],
    ['a lower counter', 'UPDATE vault_counters SET next = next - 1'],
    ['a missing key', `DELETE FROM vault_keys WHERE device = 'M4'`],
    ['a changed response', 'UPDATE results SET sealed = zeroblob(length(sealed))'],
  ])('finds in the finished copy: %s', async (_what, sql) => {
    const { directory } = await sampleDirectory();
    const to = await temporaryDirectory();
    await copy(directory, to);
    altered(to, sql);
    const { verifyCopy } = await import('../../libs/stores/src/copy/verify-copy.js');
    const verifying = inHouse(directoryAt(directory), 'source', async (source) =>
      inHouse(directoryAt(to), 'target', async (target) => verifyCopy(source, target, () => undefined, new AbortController().signal)),
    );
    await expect(verifying).rejects.toMatchObject({ code: expect.stringMatching(/DIFFERS|STORE_DAMAGED/) });
  });

  it('compares everything also when there was nothing left to copy, and lets no platform start on what differs', async () => {
    const { directory } = await sampleDirectory();
    const to = await temporaryDirectory();
    await copy(directory, to);
    altered(to, `UPDATE events SET metadata = replace(metadata, 'anna', 'anne') WHERE position = 50`);
    await expect(copy(directory, to)).rejects.toMatchObject({ code: 'DIFFERS', message: expect.stringContaining('revision 7') });
    await expect(storesOf(to)).rejects.toMatchObject({ code: 'UNFINISHED_COPY' });
  });

  it('takes turns with others and keeps the order of the source', async () => {
    const { directory } = await sampleDirectory({ streams: 7, perStream: 150 });
    const to = await temporaryDirectory();
    await copy(directory, to);
    await inHouse(directoryAt(to), 'target', async ({ events }) => {
      const { events: read } = await events.readAll({ limit: 1050 });
      expect(read.map(({ stream, revision }) => `${stream}@${revision}`)).toEqual(
        takingTurns(7, 150).map(({ stream, revision }) => `${stream}@${revision}`),
      );
    });
  });

  it('refuses a source that is not there, or in use', async () => {
    const to = await temporaryDirectory();
    await expect(copy(join(to, 'nowhere'), to)).rejects.toMatchObject({ code: 'NO_STORE' });
    const { directory } = await sampleDirectory();
    const stores = await storesOf(directory);
    try {
      await expect(copy(directory, to)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    } finally {
      await stores.close();
    }
  });
});
