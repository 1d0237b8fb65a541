import { join } from 'node:path';
import { openStoreFile, temporaryDirectory } from '../../test-support/temporary-store.js';
import { eventStoreCompliance } from '../compliance.js';

eventStoreCompliance('the embedded store', async () => {
  const directory = temporaryDirectory();
  const open = async () => openStoreFile(join(directory.path, 'events.db'), 'NORMAL');
  let opened = await open();
  return {
    store: opened.store,
    reopen: async () => {
      await opened.close();
      opened = await open();
      return opened.store;
    },
    close: async () => {
      await opened.close();
      directory.remove();
    },
  };
});
