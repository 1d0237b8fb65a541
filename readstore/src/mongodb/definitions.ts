import type { Collection, Db, IndexDescription } from 'mongodb';
import type { CollectionDefinition, Document } from '../port.js';
import { collectionName, DEFINITIONS, indexName, keyName, keyPath } from './names.js';
import { Rows } from './rows.js';
import { keysOf, READ_FIELDS, type ReadDocument, type StoredDocument } from './stored-document.js';

/** What the store knows of a collection: its declared fields, and those of them that every document has a key for. */
interface Definition extends Document {
  readonly fields: readonly string[];
  readonly filled: readonly string[];
}

const union = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])];
const FILL_AT_ONCE = 200;

/** Which collections exist, with their fields; creates indexes. Throws what the driver throws. */
export class Definitions {
  readonly #db: Db;
  readonly #rows: Rows;
  readonly #updatesPerCommand: number;

  constructor(db: Db, updatesPerCommand: number) {
    this.#db = db;
    this.#rows = new Rows(db, DEFINITIONS);
    this.#updatesPerCommand = updatesPerCommand;
  }

  async names(): Promise<string[]> {
    return (await this.#rows.all()).map(({ id }) => id);
  }

  /** Undefined: there is no such collection. */
  async fields(collection: string): Promise<readonly string[] | undefined> {
    return (await this.#rows.get<Definition>(collection))?.document.fields;
  }

  /** Answers all fields of the collection, also those that were declared before. Safe to repeat wherever it was cut short. */
  async define({ name, indexes }: CollectionDefinition): Promise<readonly string[]> {
    const collection = this.#db.collection<StoredDocument>(collectionName(name));
    // One command for each: FerretDB breaks the connection when two of one command are there already.
    for (const specification of indexSpecifications(indexes)) await collection.createIndexes([specification]);
    const declared = [...new Set(indexes.flat())];
    const known = await this.#record(name, ({ fields, filled }) => ({ fields: union(fields, declared), filled }));
    const missing = known.fields.filter((field) => !known.filled.includes(field));
    if (missing.length > 0) {
      await this.#fill(collection, missing);
      await this.#record(name, ({ fields, filled }) => ({ fields, filled: union(filled, missing) }));
    }
    return known.fields;
  }

  /** Removes the collection with all it holds; what is not there is removed too. */
  async forget(collection: string): Promise<void> {
    const row = await this.#rows.get(collection);
    if (row !== undefined) await this.#rows.compareAndSet(collection, row.version, null);
  }

  async #record(name: string, change: (known: Definition) => Definition): Promise<Definition> {
    for (;;) {
      const row = await this.#rows.get<Definition>(name);
      const known = row?.document ?? { fields: [], filled: [] };
      const changed = change(known);
      if (row !== undefined && JSON.stringify(changed) === JSON.stringify(known)) return changed;
      if ((await this.#rows.compareAndSet(name, row?.version ?? 0, changed)) !== undefined) return changed;
    }
  }

  /** Gives documents that were written before a field was declared their key of it. Written again meanwhile: the writer did it. */
  async #fill(collection: Collection<StoredDocument>, fields: readonly string[]): Promise<void> {
    const lacking = { live: true, $or: fields.map((field) => ({ [keyPath(field)]: { $exists: false } })) };
    for (;;) {
      const documents = await collection.find<ReadDocument>(lacking, { projection: READ_FIELDS, limit: FILL_AT_ONCE }).toArray();
      if (documents.length === 0) return;
      const operations = documents.map(({ _id, position, json }) => {
        const keys = keysOf(fields, JSON.parse(json ?? '{}') as Document);
        const set = Object.fromEntries(fields.map((field) => [keyPath(field), keys[keyName(field)] ?? '']));
        return { updateOne: { filter: { _id, position }, update: { $set: set } } };
      });
      for (let start = 0; start < operations.length; start += this.#updatesPerCommand) {
        await collection.bulkWrite(operations.slice(start, start + this.#updatesPerCommand), { ordered: false });
      }
    }
  }
}

/** `live` first: it is equal to true in every query, and tombstones stay apart. */
function indexSpecifications(indexes: CollectionDefinition['indexes']): IndexDescription[] {
  const byFields = new Map<string, IndexDescription>([['', { key: { expiresAt: 1 }, name: 'expiry', sparse: true }]]);
  for (const fields of indexes) {
    if (fields.length === 0) continue;
    const paths = ['live', ...fields.map(keyPath), '_id'];
    byFields.set(paths.join(), { key: Object.fromEntries(paths.map((path) => [path, 1])), name: indexName(fields) });
  }
  return [...byFields.values()];
}
