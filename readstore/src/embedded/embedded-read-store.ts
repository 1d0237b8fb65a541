import type { SqliteFile } from '#sqlite';
import {
  type CollectionDefinition,
  type Condition,
  type DefineOptions,
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
import { Collections } from '../model/collections.js';
import { encodeCursor, type Order } from '../model/cursor.js';
import { documentText } from '../model/document-text.js';
import { limitOf } from '../model/limit.js';
import { listText, type Sql, whereSql } from './conditions.js';
import { asReadStoreError } from './errors.js';
import { findStatement } from './find-statement.js';
import { COLLECTION_NAMES_SQL, fieldOfColumn, tableName, tableOf } from './layout.js';
import { Reader, stored, versioned } from './reader.js';
import type { ReadStoreRequest } from './requests.js';
import { rowGroups } from './row-groups.js';

const MODULE = 'readstore';

/**
 * A read store in a SQLite file: one table for each collection, with a column for each declared field. Reads run in the calling thread,
 * writes in the file's writer thread; what was written is read as soon as `write` has resolved. One of these per file: collections that
 * another one defines are not seen. `file` stays open after `close`.
 */
export class EmbeddedReadStore implements ReadStore {
  readonly #file: SqliteFile;
  readonly #reader: Reader;
  readonly #collections = new Collections();
  /** Nobody else changes the file: read once, then kept in step. */
  #aliases: ReadonlyMap<string, string> | undefined;
  #closed = false;

  constructor(file: SqliteFile) {
    this.#file = file;
    this.#reader = new Reader(file);
  }

  async define(collections: readonly CollectionDefinition[], { indexes: when = 'now' }: DefineOptions = {}): Promise<void> {
    this.#requireOpen();
    // Before it is sent: a write that follows without waiting must already carry the new fields, since it is applied after them.
    for (const { name, indexes } of collections) this.#collections.add({ name, indexes: [...indexes, this.#storedFields(name)] });
    await this.#write({ kind: 'define', collections, withIndexes: when === 'now' });
  }

  async write({ writes, checkpoint }: WriteBatch): Promise<void> {
    this.#requireOpen();
    await this.#write({ kind: 'write', groups: rowGroups(this.#collections, writes), ...(checkpoint === undefined ? {} : { checkpoint }) });
  }

  async get<D extends Document = Document>(collection: string, id: string): Promise<Stored<D> | undefined> {
    const table = this.#readable(collection);
    const [row] = this.#rows({ text: `SELECT id, position, document FROM ${table} WHERE id = ? AND document IS NOT NULL`, values: [id] });
    return row === undefined ? undefined : stored<D>(row);
  }

  async getMany<D extends Document = Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>> {
    const table = this.#readable(collection);
    const text = `SELECT id, position, document FROM ${table} WHERE id IN (SELECT value FROM json_each(?)) AND document IS NOT NULL`;
    const found = this.#rows({ text, values: [listText(ids)] }).map((row) => stored<D>(row));
    return new Map(found.map((item) => [item.id, item]));
  }

  async find<D extends Document = Document>(collection: string, query: Query): Promise<Page<D>> {
    const order: Order = { collection, sort: query.sort ?? [], descending: query.descending ?? false };
    const table = this.#readable(collection, [...fieldsIn(query.where), ...order.sort]);
    const limit = limitOf(query);
    const rows = this.#rows(findStatement(table, order, query));
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last === undefined ? null : encodeCursor(order, [...last.slice(3), last[0]] as (string | number)[]);
    return { items: page.map((row) => stored<D>(row)), next };
  }

  async count(collection: string, where: readonly Condition[] = []): Promise<number> {
    const table = this.#readable(collection, fieldsIn(where));
    const matching = whereSql(where);
    return Number(this.#rows({ text: `SELECT count(*) FROM ${table} WHERE ${matching.text}`, values: matching.values })[0]?.[0]);
  }

  async checkpoint(projection: string): Promise<number> {
    this.#requireOpen();
    const [row] = this.#rows({ text: 'SELECT position FROM read_checkpoints WHERE projection = ?', values: [projection] });
    return Number(row?.[0] ?? 0);
  }

  async reset(projection: string, collections: readonly string[]): Promise<void> {
    this.#requireOpen();
    for (const collection of collections) this.#collections.fieldsOf(collection);
    await this.#write({ kind: 'reset', projection, collections });
  }

  async forgetCheckpoint(projection: string): Promise<void> {
    await this.#write({ kind: 'forget', projection });
  }

  async getRow<D extends Document = Document>(table: string, id: string): Promise<Row<D> | undefined> {
    this.#requireOpen();
    const text = 'SELECT id, version, document FROM read_rows WHERE name = ? AND id = ? AND document IS NOT NULL';
    const [row] = this.#rows({ text, values: [table, id] });
    return row === undefined ? undefined : versioned<D>(row);
  }

  async rows<D extends Document = Document>(table: string): Promise<readonly Row<D>[]> {
    this.#requireOpen();
    const text = 'SELECT id, version, document FROM read_rows WHERE name = ? AND document IS NOT NULL ORDER BY id';
    return this.#rows({ text, values: [table] }).map((row) => versioned<D>(row));
  }

  async compareAndSet(table: string, id: string, expected: number, document: Document | null): Promise<number | undefined> {
    this.#requireOpen();
    return this.#write({ kind: 'compare-and-set', table, id, expected, document: document === null ? null : documentText(id, document) });
  }

  async pointAliases(aliases: Readonly<Record<string, string>>): Promise<void> {
    this.#requireOpen();
    for (const collection of Object.values(aliases)) this.#collections.fieldsOf(collection);
    await this.#write({ kind: 'point', aliases });
    this.#aliases = new Map([...this.#readAliases(), ...Object.entries(aliases)]);
  }

  async aliases(): Promise<Readonly<Record<string, string>>> {
    this.#requireOpen();
    return Object.fromEntries(this.#readAliases());
  }

  async drop(collections: readonly string[]): Promise<void> {
    await this.#write({ kind: 'drop', collections });
    for (const collection of collections) this.#collections.remove(collection);
  }

  async collections(): Promise<readonly string[]> {
    this.#requireOpen();
    return this.#rows({ text: COLLECTION_NAMES_SQL, values: [] }).map(([name]) => String(name));
  }

  async sweep(collection: string, { now, tombstonesUpTo }: SweepOptions): Promise<number> {
    this.#requireOpen();
    this.#collections.fieldsOf(collection);
    const bounds = { ...(now === undefined ? {} : { now }), ...(tombstonesUpTo === undefined ? {} : { tombstonesUpTo }) };
    return (await this.#write({ kind: 'sweep', collection, ...bounds })) ?? 0;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    // It only makes later queries quicker: a file that cannot be written any more is closed all the same.
    const optimized = this.#write({ kind: 'optimize' }).catch(() => undefined);
    this.#closed = true;
    this.#reader.close();
    await optimized;
  }

  #requireOpen(): void {
    if (this.#closed) throw new ReadStoreError('STORE_CLOSED', 'the read store is closed');
  }

  /** The table that a name is read from. @throws ReadStoreError STORE_CLOSED, UNKNOWN_COLLECTION, UNKNOWN_FIELD */
  #readable(name: string, fields: readonly string[] = []): string {
    this.#requireOpen();
    const collection = this.#readAliases().get(name) ?? name;
    this.#collections.requireFields(collection, fields);
    return tableOf(collection);
  }

  /** Fields that the file has columns for: what is written must carry them too, or they would keep what an earlier document had there. */
  #storedFields(collection: string): string[] {
    const names = this.#rows({ text: 'SELECT name FROM pragma_table_info(?)', values: [tableName(collection)] });
    return names.flatMap(([name]) => fieldOfColumn(String(name)) ?? []);
  }

  #readAliases(): ReadonlyMap<string, string> {
    this.#aliases ??= new Map(
      this.#rows({ text: 'SELECT alias, collection FROM read_aliases', values: [] }).map(([alias, collection]) => [
        String(alias),
        String(collection),
      ]),
    );
    return this.#aliases;
  }

  async #write(request: ReadStoreRequest): Promise<number | undefined> {
    this.#requireOpen();
    try {
      return await this.#file.write<number | undefined>(MODULE, request);
    } catch (error) {
      throw asReadStoreError(error);
    }
  }

  #rows(statement: Sql): ReturnType<Reader['rows']> {
    try {
      return this.#reader.rows(statement);
    } catch (error) {
      throw asReadStoreError(error);
    }
  }
}

function fieldsIn(where: readonly Condition[] = []): string[] {
  return where.map((condition) => condition.field);
}
