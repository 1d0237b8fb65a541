import { type GuardedWrite, ReadStoreError } from '../port.js';
import type { Collections } from './collections.js';
import { ABSENT, columnValue } from './layout.js';
import type { Row, RowGroup } from './requests.js';

/** @throws ReadStoreError UNKNOWN_COLLECTION; STORE_FAILED when a document cannot be JSON */
export function rowGroups(collections: Collections, writes: readonly GuardedWrite[]): RowGroup[] {
  const groups = new Map<string, RowGroup & { readonly rows: Row[] }>();
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

function rowOf(fields: readonly string[], { id, position, document }: GuardedWrite): Row {
  if (document === null) return [id, position, null, ...fields.map(() => ABSENT)];
  return [id, position, jsonOf(id, document), ...fields.map((field) => columnValue(document[field]))];
}

function jsonOf(id: string, document: object): string {
  try {
    return JSON.stringify(document);
  } catch (error) {
    throw new ReadStoreError('STORE_FAILED', `document ${id} cannot be written as JSON`, { cause: error });
  }
}
