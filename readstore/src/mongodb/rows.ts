import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '#mongodb';
import { documentText } from '../model/document-text.js';
import type { Document, Row } from '../port.js';
import { keyText, textKey } from './keys.js';

interface StoredRow {
  readonly _id: string;
  readonly version: number;
  /** JSON; null when it was removed: its version stays, so that one read before the removal never fits again. */
  readonly json: string | null;
}

/** Rows of one MongoDB collection. Throws what the driver throws. */
export class Rows {
  readonly #collection: Collection<StoredRow>;

  constructor(db: Db, name: string) {
    this.#collection = db.collection<StoredRow>(name);
  }

  async get<D extends Document>(id: string): Promise<Row<D> | undefined> {
    const row = await this.#collection.findOne({ _id: textKey(id) });
    return row?.json == null ? undefined : rowOf<D>(row._id, row.version, row.json);
  }

  async all<D extends Document>(): Promise<Row<D>[]> {
    const found = await this.#collection.find({}, { sort: { _id: 1 } }).toArray();
    return found.flatMap(({ _id, version, json }) => (json === null ? [] : [rowOf<D>(_id, version, json)]));
  }

  /** As `ReadStore.compareAndSet`. */
  async compareAndSet(id: string, expected: number, document: Document | null): Promise<number | undefined> {
    const json = document === null ? null : documentText(id, document);
    if (expected !== 0) return this.#change(textKey(id), expected, json);
    const stands = await this.#collection.findOne({ _id: textKey(id) });
    if (stands !== null && stands.json !== null) return undefined;
    if (json === null) return 0;
    return stands === null ? this.#create(textKey(id), json) : this.#change(textKey(id), stands.version, json, true);
  }

  async #change(_id: string, expected: number, json: string | null, removed = false): Promise<number | undefined> {
    const filter = { _id, version: expected, json: removed ? null : { $ne: null } };
    const row = await this.#collection.findOneAndUpdate(filter, { $set: { version: expected + 1, json } }, { returnDocument: 'after' });
    if (row === null) return undefined;
    return json === null ? 0 : row.version;
  }

  async #create(_id: string, json: string): Promise<number | undefined> {
    try {
      await this.#collection.insertOne({ _id, version: 1, json });
      return 1;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }
}

function rowOf<D extends Document>(_id: string, version: number, json: string): Row<D> {
  return { id: keyText(_id), version, document: JSON.parse(json) as D };
}
