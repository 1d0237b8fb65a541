import type { SecretType } from '#contract';
import type { ReadStore } from '#readstore/port.js';
import { keys, type KeyRecord, type KeysDocument, type KeyStatus } from '../models/keys/key-document.js';
import type { MaybeStale } from '../projection.js';

/** A key without the key. */
export type KeyView = MaybeStale & {
  readonly type: SecretType;
  readonly status: KeyStatus;
  /** ISO 8601 UTC: when it came to this status. */
  readonly since: string;
  readonly fingerprint: string;
  /** On the key in use: the NEW key that is to replace it. */
  readonly pendingChange: { readonly fingerprint: string; readonly since: string } | null;
};

const MOST_TYPES = 100;

export class KeyQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** By type; of each type the latest first. Empty for a device without keys. */
  async list(deviceIdentification: string): Promise<readonly KeyView[]> {
    const page = await this.readStore.find<KeysDocument>(keys.name, {
      where: [{ field: 'deviceIdentification', equals: deviceIdentification }],
      sort: ['type'],
      limit: MOST_TYPES,
    });
    return page.items.flatMap(({ document }) => document.keys.toReversed().map((key) => viewOf(key, document)));
  }
}

function viewOf({ fingerprint, status, since }: KeyRecord, document: KeysDocument): KeyView {
  const pending = status === 'ACTIVE' ? document.keys.find((key) => key.status === 'NEW') : undefined;
  const pendingChange = pending === undefined ? null : { fingerprint: pending.fingerprint, since: pending.since };
  return { type: document.type, status, since, fingerprint, pendingChange, ...(document.stale ? { stale: true } : {}) };
}
