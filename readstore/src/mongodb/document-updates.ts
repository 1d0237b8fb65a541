import type { Collections } from '../model/collections.js';
import { documentText } from '../model/document-text.js';
import type { GuardedWrite } from '../port.js';
import type { GuardedUpdate } from './guarded-upsert.js';
import { textKey } from './keys.js';
import { keysOf, type StoredDocument } from './stored-document.js';

/**
 * By collection, before anything of the batch is sent.
 * @throws ReadStoreError UNKNOWN_COLLECTION; STORE_FAILED when a document cannot be JSON
 */
export function documentUpdates(collections: Collections, writes: readonly GuardedWrite[]): ReadonlyMap<string, GuardedUpdate<StoredDocument>[]> {
  const groups = new Map<string, GuardedUpdate<StoredDocument>[]>();
  for (const write of writes) {
    const fields = collections.fieldsOf(write.collection);
    const group = groups.get(write.collection) ?? [];
    groups.set(write.collection, group);
    group.push({ _id: textKey(write.id), position: write.position, update: updateOf(fields, write) });
  }
  return groups;
}

function updateOf(fields: readonly string[], { id, position, document, expiresAt }: GuardedWrite): GuardedUpdate<StoredDocument>['update'] {
  if (document === null) return { $set: { position, live: false, json: null, keys: {} }, $unset: { expiresAt: '' } };
  const set = { position, live: true, json: documentText(id, document), keys: keysOf(fields, document) };
  return expiresAt === undefined ? { $set: set, $unset: { expiresAt: '' } } : { $set: { ...set, expiresAt } };
}
