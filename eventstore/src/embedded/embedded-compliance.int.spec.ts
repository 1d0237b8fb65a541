import { afterAll, jest } from '@jest/globals';
import { join } from 'node:path';
import { type OpenedFile, openStoreFile, temporaryDirectory } from '../../test-support/temporary-store.js';
import { eventStoreCompliance } from '../compliance.js';
import { openEmbeddedEventStore } from '../index.js';

// On a busy machine, too.
jest.setTimeout(60_000);

// All cases share one file, which starts empty: opening one for each would take most of the time.
const directory = temporaryDirectory();
const path = join(directory.path, 'events.db');
let opened: OpenedFile | undefined;

async function openAgain(): Promise<OpenedFile> {
  await opened?.close();
  opened = await openStoreFile(path, 'NORMAL');
  return opened;
}

afterAll(async () => {
  await opened?.close();
  directory.remove();
});

eventStoreCompliance(
  'the embedded store',
  async () => {
    const { file } = opened ?? (await openAgain());
    let store = await openEmbeddedEventStore(file);
    return {
      store,
      reopen: async () => {
        await store.close();
        ({ store } = await openAgain());
        return store;
      },
      close: async () => store.close(),
    };
  },
  // Nothing lies between it and its file.
  { without: ['interrupt'] },
);
