import type { Collections } from '../model/collections.js';
import { documentText } from '../model/document-text.js';
import { ABSENT, fieldValue } from '../model/field-value.js';
import type { GuardedWrite } from '../port.js';
import type { DocumentRow, RowGroup } from './requests.js';

/** @throws ReadStoreError UNKNOWN_COLLECTION; STORE_FAILED when a document cannot be JSON */
export function rowGroups(collections: Collections, writes: readonly GuardedWrite[]): RowGroup[] {
  const groups = new Map<string, RowGroup & { readonly rows: DocumentRow[] }>();
  for (const write of writes) {
    let group = groups.get(write.collection);
    if (group === undefined) {
      group = { collection: write.collection, fields: collections.fieldsOf(write.collection), rows: [] };
      groups.set(write.collection, group);
    }
    group.rows.push(rowOf(group.fields, write));
  }
  return [...groups.values()];
}

function rowOf(fields: readonly string[], { id, position, document, expiresAt }: GuardedWrite): DocumentRow {
  if (document === null) return [id, position, null, null, ...fields.map(() => ABSENT)];
  return [id, position, documentText(id, document), expiresAt ?? null, ...fields.map((field) => fieldValue(document[field]))];
}
