import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFile } from '#sqlite';
import { eventStoreCompliance } from '../compliance.js';
import { eventsWriterModule, openEmbeddedEventStore } from '../index.js';

eventStoreCompliance('the embedded store', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'eventstore-'));
  const openFile = () => openSqliteFile({ path: join(dir, 'events.db'), synchronous: 'NORMAL', modules: { events: eventsWriterModule } });
  let file = await openFile();
  let store = await openEmbeddedEventStore(file);
  return {
    store,
    reopen: async () => {
      await store.close();
      await file.close();
      file = await openFile();
      store = await openEmbeddedEventStore(file);
      return store;
    },
    close: async () => {
      await store.close();
      await file.close();
      rmSync(dir, { recursive: true });
    },
  };
});
