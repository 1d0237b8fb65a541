import type { Collections } from '../model/collections.js';
import { documentText } from '../model/document-text.js';
import { ABSENT, fieldValue } from '../model/field-value.js';
import type { GuardedWrite } from '../port.js';
import type { RowGroup } from './requests.js';

/** @throws ReadStoreError UNKNOWN_COLLECTION; STORE_FAILED when a document cannot be JSON */
export function rowGroups(collections: Collections, writes: readonly GuardedWrite[]): RowGroup[] {
  const groups = new Map<string, RowGroup & { readonly values: (string | number | null)[] }>();
  for (const write of writes) {
    let group = groups.get(write.collection);
    if (group === undefined) {
      group = { collection: write.collection, fields: collections.fieldsOf(write.collection), values: [] };
      groups.set(write.collection, group);
    }
    addRow(group.values, group.fields, write);
  }
  return [...groups.values()];
}

function addRow(values: (string | number | null)[], fields: readonly string[], { id, position, document, expiresAt }: GuardedWrite): void {
  values.push(id, position, document === null ? null : documentText(id, document), document === null ? null : (expiresAt ?? null));
  for (const field of fields) values.push(document === null ? ABSENT : fieldValue(document[field]));
}
