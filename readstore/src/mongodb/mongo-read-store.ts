import type { Collection, Db } from 'mongodb';
import { isNoCollection, type Mongo } from '#mongodb';
import { Collections } from '../model/collections.js';
import { decodeCursor, encodeCursor, type Order } from '../model/cursor.js';
import { fieldValue } from '../model/field-value.js';
import { limitOf } from '../model/limit.js';
import {
  type CollectionDefinition,
  type Condition,
  type Document,
  type Page,
  type Query,
  type ReadStore,
  ReadStoreError,
  type Row,
  type Stored,
  type SweepOptions,
  type WriteBatch,
} from '../port.js';
import { Aliases } from './aliases.js';
import { Definitions } from './definitions.js';
import { documentUpdates } from './document-updates.js';
import { asReadStoreError } from './errors.js';
import { filterOf, pageFilters, sortOf } from './filter.js';
import { type Guarded, guardedUpsert } from './guarded-upsert.js';
import { textKey } from './keys.js';
import { CHECKPOINTS, collectionName, rowsName } from './names.js';
import { Rows } from './rows.js';
import { READ_FIELDS, type ReadDocument, stored, type StoredDocument } from './stored-document.js';
import { sweep } from './sweep.js';

/** Ids that one query asks for. */
const IDS_AT_ONCE = 1_000;

/**
 * A read store in a MongoDB database: one collection for each of ours. No transactions: every document is guarded by its position and the
 * checkpoint is written after the batch, so that a batch that was cut short is simply written again. `mongo` stays open after `close`.
 */
export class MongoReadStore implements ReadStore {
  readonly #db: Db;
  readonly #updatesPerCommand: number;
  readonly #collections = new Collections();
  readonly #definitions: Definitions;
  readonly #aliases: Aliases;
  readonly #checkpoints: Collection<Guarded>;
  #closed = false;

  /** `now`: ms of a clock that never goes back. */
  constructor({ db, updatesPerCommand }: Mongo, now: () => number) {
    this.#db = db;
    this.#updatesPerCommand = updatesPerCommand;
    this.#definitions = new Definitions(db, updatesPerCommand);
    this.#aliases = new Aliases(db, now);
    this.#checkpoints = db.collection<Guarded>(CHECKPOINTS);
  }

  async define(collections: readonly CollectionDefinition[]): Promise<void> {
    await this.#run(async () => {
      // Before anything is awaited: a write that follows at once must already carry the new fields.
      for (const definition of collections) this.#collections.add(definition);
      for (const definition of collections) this.#addFields(definition.name, await this.#definitions.define(definition));
    });
  }

  async write({ writes, checkpoint }: WriteBatch): Promise<void> {
    await this.#run(async () => {
      const groups = documentUpdates(this.#collections, writes);
      for (const [name, updates] of groups) await guardedUpsert(this.#documents(name), updates, this.#updatesPerCommand);
      if (checkpoint === undefined) return;
      const { projection, position } = checkpoint;
      await guardedUpsert(this.#checkpoints, [{ _id: textKey(projection), position, update: { $set: { position } } }], 1);
    });
  }

  async get<D extends Document = Document>(collection: string, id: string): Promise<Stored<D> | undefined> {
    return this.#run(async () => {
      const documents = await this.#readable(collection);
      const found = await documents.findOne<ReadDocument>({ _id: textKey(id), live: true }, { projection: READ_FIELDS });
      return found === null ? undefined : stored<D>(found);
    });
  }

  async getMany<D extends Document = Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>> {
    return this.#run(async () => {
      const documents = await this.#readable(collection);
      const wanted = [...new Set(ids)].map(textKey);
      const found = new Map<string, Stored<D>>();
      for (let start = 0; start < wanted.length; start += IDS_AT_ONCE) {
        const filter = { _id: { $in: wanted.slice(start, start + IDS_AT_ONCE) }, live: true };
        for await (const document of documents.find<ReadDocument>(filter, { projection: READ_FIELDS, batchSize: IDS_AT_ONCE })) {
          const item = stored<D>(document);
          found.set(item.id, item);
        }
      }
      return found;
    });
  }

  async find<D extends Document = Document>(collection: string, query: Query): Promise<Page<D>> {
    return this.#run(async () => {
      const order: Order = { collection, sort: query.sort ?? [], descending: query.descending ?? false };
      const where = query.where ?? [];
      const documents = await this.#readable(collection, [...fieldsIn(where), ...order.sort]);
      const limit = limitOf(query);
      const filter = filterOf(where, query.after === undefined ? [] : pageFilters(order, where, decodeCursor(order, query.after)));
      const options = { projection: READ_FIELDS, sort: sortOf(order), limit: limit + 1, batchSize: limit + 1 };
      const found = await documents.find<ReadDocument>(filter, options).toArray();
      const items = found.slice(0, limit).map((document) => stored<D>(document));
      const last = found.length > limit ? items.at(-1) : undefined;
      if (last === undefined) return { items, next: null };
      return { items, next: encodeCursor(order, [...order.sort.map((field) => fieldValue(last.document[field])), last.id]) };
    });
  }

  async count(collection: string, where: readonly Condition[] = []): Promise<number> {
    return this.#run(async () => {
      const { collectionName: name } = await this.#readable(collection, fieldsIn(where));
      const { n } = await this.#db.command({ count: name, query: filterOf(where), readConcern: { level: 'majority' } });
      return Number(n);
    });
  }

  async checkpoint(projection: string): Promise<number> {
    return this.#run(async () => (await this.#checkpoints.findOne({ _id: textKey(projection) }))?.position ?? 0);
  }

  async reset(projection: string, collections: readonly string[]): Promise<void> {
    await this.#run(async () => {
      for (const collection of collections) this.#collections.fieldsOf(collection);
      // Cut short after it, everything is written again; the other way round what was removed would be missing for good.
      await this.#checkpoints.deleteMany({ _id: textKey(projection) });
      for (const collection of collections) await this.#documents(collection).deleteMany({});
    });
  }

  async forgetCheckpoint(projection: string): Promise<void> {
    await this.#run(async () => this.#checkpoints.deleteMany({ _id: textKey(projection) }));
  }

  async getRow<D extends Document = Document>(table: string, id: string): Promise<Row<D> | undefined> {
    return this.#run(async () => new Rows(this.#db, rowsName(table)).get<D>(id));
  }

  async rows<D extends Document = Document>(table: string): Promise<readonly Row<D>[]> {
    return this.#run(async () => new Rows(this.#db, rowsName(table)).all<D>());
  }

  async compareAndSet(table: string, id: string, expected: number, document: Document | null): Promise<number | undefined> {
    return this.#run(async () => new Rows(this.#db, rowsName(table)).compareAndSet(id, expected, document));
  }

  async pointAliases(aliases: Readonly<Record<string, string>>): Promise<void> {
    await this.#run(async () => {
      for (const collection of Object.values(aliases)) this.#collections.fieldsOf(collection);
      await this.#aliases.point(aliases);
    });
  }

  async aliases(): Promise<Readonly<Record<string, string>>> {
    return this.#run(async () => Object.fromEntries((await this.#aliases.read()).names));
  }

  async drop(collections: readonly string[]): Promise<void> {
    await this.#run(async () => {
      const { names } = await this.#aliases.read();
      for (const [alias, collection] of names) {
        if (!collections.includes(collection)) continue;
        throw new ReadStoreError('IN_USE', `collection ${collection} cannot be dropped: alias ${alias} points at it`);
      }
      for (const collection of collections) {
        await this.#documents(collection).drop().catch(unlessMissing);
        // Last: cut short before it, the collection is known and empty, and can be dropped again.
        await this.#definitions.forget(collection);
        this.#collections.remove(collection);
      }
    });
  }

  async collections(): Promise<readonly string[]> {
    return this.#run(async () => this.#definitions.names());
  }

  async sweep(collection: string, options: SweepOptions): Promise<number> {
    return this.#run(async () => {
      this.#collections.fieldsOf(collection);
      return sweep(this.#documents(collection), options);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new ReadStoreError('STORE_CLOSED', 'the read store is closed');
    try {
      return await work();
    } catch (error) {
      throw asReadStoreError(error);
    }
  }

  #documents(collection: string): Collection<StoredDocument> {
    return this.#db.collection<StoredDocument>(collectionName(collection));
  }

  /** What a name is read from. @throws ReadStoreError UNKNOWN_COLLECTION, UNKNOWN_FIELD */
  async #readable(name: string, fields: readonly string[] = []): Promise<Collection<StoredDocument>> {
    const target = await this.#aliases.resolve(name);
    // Another process may have defined it and pointed the alias at it.
    if (target !== undefined && !this.#collections.has(target)) this.#addFields(target, await this.#definitions.fields(target));
    const collection = target ?? name;
    this.#collections.requireFields(collection, fields);
    return this.#documents(collection);
  }

  #addFields(name: string, fields: readonly string[] | undefined): void {
    if (fields !== undefined) this.#collections.add({ name, indexes: [fields] });
  }
}

function fieldsIn(where: readonly Condition[]): string[] {
  return where.map((condition) => condition.field);
}

function unlessMissing(error: unknown): void {
  if (!isNoCollection(error)) throw error;
}
