import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { masterKeyText, TemporaryEventsFile } from '../../../test/events-file.js';
import { embeddedResultsStore, parseMasterKeys } from '../../index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

describe('embedded results store', () => {
  const json = '{"reading":"the-personal-value-of-a-household"}';
  let events: TemporaryEventsFile;
  beforeEach(async () => {
    events = await TemporaryEventsFile.open();
  });
  afterEach(async () => events.remove());

  const storeUnder = (text: string): ReturnType<typeof embeddedResultsStore> =>
    embeddedResultsStore(events.file, { masterKeys: parseMasterKeys(text) });
  const later = (): number => Date.now() + 60_000;
  const altered = (sql: string): void => {
    const db = new DatabaseSync(join(events.dir, 'events.db'));
    db.exec(sql);
    db.close();
  };

  it('leaves no response on the disk', async () => {
    await storeUnder(masterKeyText).put('uid', json, later());
    for (const bytes of [await events.bytes(), await events.reopen().then(async () => events.bytes())]) {
      expect(bytes.includes('uid')).toBe(true);
      expect(bytes.includes('personal-value')).toBe(false);
    }
  });

  it('does not open what was altered, or what belongs to another command', async () => {
    const store = storeUnder(masterKeyText);
    const ref = await store.put('uid', json, later());
    altered(`UPDATE results SET correlation_uid = 'other'`);
    await expect(store.get('other', ref)).rejects.toMatchObject({ code: 'RESULTS_FAILED', name: 'ResultsStoreError' });
    altered(`UPDATE results SET correlation_uid = 'uid', sealed = zeroblob(length(sealed))`);
    await expect(store.get('uid', ref)).rejects.toMatchObject({ code: 'RESULTS_FAILED' });
  });

  it('fails as a results store when its file is closed', async () => {
    const store = storeUnder(masterKeyText);
    await events.file.close();
    await expect(store.put('uid', json, later())).rejects.toMatchObject({ code: 'RESULTS_FAILED', name: 'ResultsStoreError' });
    await expect(store.get('uid', { sha256: '', bytes: 0 })).rejects.toMatchObject({ code: 'RESULTS_FAILED' });
  });
});
