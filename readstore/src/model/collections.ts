import { type CollectionDefinition, ReadStoreError } from '../port.js';

/** What has been defined since the store was opened: collection names and their declared fields. */
export class Collections {
  readonly #fields = new Map<string, readonly string[]>();

  add(definition: CollectionDefinition): void {
    const known = this.#fields.get(definition.name) ?? [];
    this.#fields.set(definition.name, [...new Set([...known, ...definition.indexes.flat()])]);
  }

  has(collection: string): boolean {
    return this.#fields.has(collection);
  }

  remove(collection: string): void {
    this.#fields.delete(collection);
  }

  /** @throws ReadStoreError UNKNOWN_COLLECTION */
  fieldsOf(collection: string): readonly string[] {
    const fields = this.#fields.get(collection);
    if (fields === undefined) throw new ReadStoreError('UNKNOWN_COLLECTION', `collection ${collection} is not defined`);
    return fields;
  }

  /** @throws ReadStoreError UNKNOWN_COLLECTION, UNKNOWN_FIELD */
  requireFields(collection: string, wanted: readonly string[]): void {
    const fields = this.fieldsOf(collection);
    for (const field of wanted) {
      if (!fields.includes(field)) throw new ReadStoreError('UNKNOWN_FIELD', `no index of collection ${collection} declares the field ${field}`);
    }
  }
}
