import { collection, type MaybeStale } from '../../projection.js';

/** What one organisation may do with one device. */
export type AuthorizationDocument = MaybeStale & {
  readonly organisation: string;
  readonly deviceIdentification: string;
  /** Of the contract; never empty. */
  readonly functionGroups: readonly string[];
};

export const authorizations = collection<AuthorizationDocument>('authorizations', [
  ['organisation', 'deviceIdentification'],
  ['deviceIdentification'],
]);
