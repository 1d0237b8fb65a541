import { TemporaryEventsFile } from '../../../test/events-file.js';
import { embeddedVault, embeddedVaultTransfer } from '../../index.js';
import { vaultCompliance } from '../compliance.js';

vaultCompliance('embedded', async () => {
  const events = await TemporaryEventsFile.open();
  return {
    open: async (masterKeys) => embeddedVault(events.file, { masterKeys }),
    transfer: () => embeddedVaultTransfer(events.file),
    restart: async () => void (await events.reopen()),
    remove: async () => events.remove(),
  };
});
