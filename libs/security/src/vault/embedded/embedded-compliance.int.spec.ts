import { jest } from '@jest/globals';
import { TemporaryEventsFile } from '../../../test/events-file.js';
import { embeddedVault, embeddedVaultTransfer } from '../../index.js';
import { vaultCompliance } from '../compliance.js';

// On a busy machine, too.
jest.setTimeout(60_000);

vaultCompliance('embedded', async () => {
  const events = await TemporaryEventsFile.open();
  return {
    open: async (masterKeys) => embeddedVault(events.file, { masterKeys }),
    transfer: () => embeddedVaultTransfer(events.file),
    restart: async () => void (await events.reopen()),
    remove: async () => events.remove(),
  };
});
