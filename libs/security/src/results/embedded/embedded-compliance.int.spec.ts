import { jest } from '@jest/globals';
import { TemporaryEventsFile } from '../../../test/events-file.js';
import { embeddedResultsStore, embeddedResultsTransfer } from '../../index.js';
import { resultsStoreCompliance } from '../compliance.js';

// On a busy machine, too.
jest.setTimeout(60_000);

resultsStoreCompliance('embedded', async () => {
  const events = await TemporaryEventsFile.open();
  return {
    open: (options) => embeddedResultsStore(events.file, options),
    transfer: () => embeddedResultsTransfer(events.file),
    restart: async () => void (await events.reopen()),
    remove: async () => events.remove(),
  };
});
