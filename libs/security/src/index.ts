/** Keys, results at rest, who may ask. Compliance suites: `#security/vault/compliance.js`, `#security/results/compliance.js`. */
export { type Access, createAccess, DisabledOrganisationError } from './access/access.js';
export { generateApiKey, hashApiKey } from './access/api-key.js';
export { actorOf, type Principal } from './access/principal.js';
export { embeddedKeyTransport } from './key-transport/embedded-key-transport.js';
export {
  decodeMeterKey,
  type EncodedMeterKey,
  MeterKeyError,
  type MeterKeyErrorCode,
  openMeterKey,
  type PlainKeys,
} from './key-transport/meter-key.js';
export { type KeyTransport, KeyTransportError } from './key-transport/port.js';
export { type MasterKey, MasterKeys } from './master-keys/master-keys.js';
export { generateMasterKey, MasterKeysError, parseMasterKeys } from './master-keys/parse-master-keys.js';
export { embeddedResultsStore } from './results/embedded/embedded-results-store.js';
export { embeddedResultsTransfer } from './results/embedded/embedded-results-transfer.js';
export { resultsWriterModule } from './results/embedded/writer.js';
export { mongoResultsStore, mongoResultsTransfer, mongoVault, mongoVaultTransfer } from './mongodb/on-demand.js';
export type { ResultsStoreOptions } from './results/sealed/sealed-results-store.js';
export type { ResultsTransfer, SealedResult } from './results/transfer.js';
export { type ResponseRef, type ResultsStore, ResultsStoreError, type ResultsStoreErrorCode } from './results/port.js';
export { newSigningKey, SIGNING_SECRET, signingKeyOf } from './signing/ed25519-signing-key.js';
export { embeddedSigningKey } from './signing/embedded-signing-key.js';
export type { SigningKey } from './signing/port.js';
export * from './organisations/index.js';
export { TransferError } from './transfer-error.js';
export { embeddedVault } from './vault/embedded/embedded-vault.js';
export { embeddedVaultTransfer } from './vault/embedded/embedded-vault-transfer.js';
export type { VaultOptions } from './vault/sealed/sealed-vault.js';
export type { VaultTransfer, WrappedVaultEntry } from './vault/transfer.js';
export type { MongoVault } from './vault/mongodb/mongo-vault.js';
export { vaultWriterModule } from './vault/embedded/writer.js';
export { type KeyReference, type Vault, VaultError, type VaultErrorCode } from './vault/port.js';
