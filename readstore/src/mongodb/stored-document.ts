import { ABSENT, fieldValue } from '../model/field-value.js';
import type { Document, Stored } from '../port.js';
import { fieldKey, keyText } from './keys.js';
import { keyName } from './names.js';

/** As it lies in a collection; `_id` is the `textKey` of the document's id. */
export interface StoredDocument {
  readonly _id: string;
  readonly position: number;
  /** false: a tombstone. */
  readonly live: boolean;
  /** JSON, so that any key and value comes back as it was; null in a tombstone. */
  readonly json: string | null;
  /** `fieldKey` of each declared field, by `keyName`; none in a tombstone. */
  readonly keys: Readonly<Record<string, string>>;
  /** Epoch ms; left out when it never expires, so that the index on it stays small. */
  readonly expiresAt?: number;
}

/** The part of it that reading needs. */
export type ReadDocument = Pick<StoredDocument, '_id' | 'position' | 'json'>;
export const READ_FIELDS = { position: 1, json: 1 } as const;

export function keysOf(fields: readonly string[], document: Document): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [keyName(field), fieldKey(Object.hasOwn(document, field) ? fieldValue(document[field]) : ABSENT)]));
}

/** The type of the document is the caller's word: the store keeps what it is given. */
export function stored<D extends Document>({ _id, position, json }: ReadDocument): Stored<D> {
  return { id: keyText(_id), position, document: JSON.parse(json ?? 'null') as D };
}
