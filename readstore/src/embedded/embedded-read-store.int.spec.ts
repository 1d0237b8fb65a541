import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { readStoreCompliance } from '../compliance.js';
import { openEmbeddedReadStore, readWriterModule } from '../index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

async function openFile(dir: string): Promise<SqliteFile> {
  return openSqliteFile({ path: join(dir, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
}

readStoreCompliance('embedded', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'meterlog-readstore-'));
  let file = await openFile(dir);
  const store = await openEmbeddedReadStore(file);
  return {
    store,
    reopen: async () => {
      await store.close();
      await file.close();
      file = await openFile(dir);
      return openEmbeddedReadStore(file);
    },
    close: async () => {
      await file.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
});

describe('embedded read store', () => {
  let dir: string;
  let file: SqliteFile;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'meterlog-readstore-'));
    file = await openFile(dir);
  });
  afterEach(async () => {
    await file.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('rejects with STORE_CLOSED once its file is closed', async () => {
    const store = await openEmbeddedReadStore(file);
    await store.define([{ name: 'meters', indexes: [] }]);
    await file.close();
    await expect(store.get('meters', 'M1')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    await expect(store.write({ writes: [] })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });

  it('refuses a collection whose name differs from that of another one in case only, which would be the same table', async () => {
    const store = await openEmbeddedReadStore(file);
    await store.define([{ name: 'meters', indexes: [] }]);
    await store.write({ writes: [{ collection: 'meters', id: 'M1', position: 1, document: {} }] });
    await expect(store.define([{ name: 'Meters', indexes: [] }])).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await store.define([{ name: 'meters', indexes: [] }]);
    expect(await store.collections()).toEqual(['meters']);
  });

  it('finds texts with lone surrogates as it keeps them, one by one and in lists', async () => {
    const store = await openEmbeddedReadStore(file);
    await store.define([{ name: 'meters', indexes: [['city']] }]);
    await store.write({ writes: [{ collection: 'meters', id: 'M\uD800', position: 1, document: { city: '\uDFFF' } }] });
    const [one] = [...(await store.getMany('meters', ['M\uD800'])).values()];
    expect(one).toEqual(await store.get('meters', 'M\uD800'));
    expect(one?.document).toEqual({ city: '\uDFFF' });
    for (const where of [{ in: ['\uDFFF'] }, { equals: '\uDFFF' }]) expect(await store.count('meters', [{ field: 'city', ...where }])).toBe(1);
  });

  it('leaves its file open when it is closed', async () => {
    await (await openEmbeddedReadStore(file)).close();
    const store = await openEmbeddedReadStore(file);
    expect(await store.checkpoint('meters/1')).toBe(0);
  });

  it('leaves indexes that come later to the definition that adds them, each alone, and keeps them when it is repeated', async () => {
    const store = await openEmbeddedReadStore(file);
    const meters = { name: 'meters', indexes: [['city'], ['load', 'city']] };
    await store.define([meters], { indexes: 'later' });
    expect(indexedFields(file)).toEqual([]);
    await store.define([{ name: 'meters', indexes: [['city']] }]);
    expect(indexedFields(file)).toEqual([['city', 'id']]);
    await store.define([meters]);
    await store.define([meters], { indexes: 'later' });
    expect(indexedFields(file)).toEqual([
      ['city', 'id'],
      ['load', 'city', 'id'],
    ]);
  });

  it('says which document cannot be written, and writes nothing of that batch', async () => {
    const store = await openEmbeddedReadStore(file);
    await store.define([{ name: 'meters', indexes: [] }]);
    const good = { collection: 'meters', id: 'M1', position: 1, document: {} };
    const bad = { collection: 'meters', id: 'M2', position: 1, document: { big: 1n } };
    await expect(store.write({ writes: [good, bad] })).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('M2') });
    expect(await store.count('meters')).toBe(0);
  });
});

/** Fields of the indexes that queries by field can use. */
function indexedFields(file: SqliteFile): readonly (readonly string[])[] {
  const indexes = file.reader().prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'index:%' ORDER BY rowid`).all();
  const columns = file.reader().prepare('SELECT name FROM pragma_index_info(?) ORDER BY seqno');
  return indexes.map(({ name }) => columns.all(String(name)).map((column) => String(column['name']).replace('field:', '')));
}
