import type { SecretType } from '#contract';
import { collection, type MaybeStale } from '../../projection.js';

export type KeyStatus = 'NEW' | 'ACTIVE' | 'EXPIRED' | 'WITHDRAWN';

/** A key as the outside may know it: `keyId` names it in the vault, the fingerprint tells equal keys from different ones. */
export type KeyRecord = {
  readonly keyId: string;
  readonly fingerprint: string;
  readonly status: KeyStatus;
  /** ISO 8601 UTC: when it came to this status. */
  readonly since: string;
};

/** All keys of one type that a device ever had. */
export type KeysDocument = MaybeStale & {
  readonly deviceIdentification: string;
  readonly type: SecretType;
  /** Oldest first. */
  readonly keys: readonly KeyRecord[];
};

export const keys = collection<KeysDocument>('keys', [['deviceIdentification', 'type']]);
