import { SqliteError, type SqliteFile } from '#sqlite';
import {
  type CollectionDefinition,
  type Condition,
  type Document,
  type Page,
  type Query,
  type ReadStore,
  ReadStoreError,
  type Stored,
  type WriteBatch,
} from '../port.js';
import { Collections } from './collections.js';
import { type Sql, whereSql } from './conditions.js';
import { encodeCursor, type Order } from './cursor.js';
import { findStatement, limitOf } from './find-statement.js';
import { tableOf } from './layout.js';
import { Reader, stored } from './reader.js';
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
  #closed = false;

  constructor(file: SqliteFile) {
    this.#file = file;
    this.#reader = new Reader(file);
  }

  async define(collections: readonly CollectionDefinition[]): Promise<void> {
    this.#requireOpen();
    // Before it is sent: a write that follows without waiting must already carry the new fields, since it is applied after them.
    for (const definition of collections) this.#collections.add(definition);
    await this.#write({ kind: 'define', collections });
  }

  async write({ writes, checkpoint }: WriteBatch): Promise<void> {
    this.#requireOpen();
    await this.#write({ kind: 'write', groups: rowGroups(this.#collections, writes), ...(checkpoint === undefined ? {} : { checkpoint }) });
  }

  async get<D extends Document = Document>(collection: string, id: string): Promise<Stored<D> | undefined> {
    this.#requireOpen(collection);
    const [row] = this.#rows({
      text: `SELECT id, position, document FROM ${tableOf(collection)} WHERE id = ? AND document IS NOT NULL`,
      values: [id],
    });
    return row === undefined ? undefined : stored<D>(row);
  }

  async getMany<D extends Document = Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>> {
    this.#requireOpen(collection);
    const text = `SELECT id, position, document FROM ${tableOf(collection)} WHERE id IN (SELECT value FROM json_each(?)) AND document IS NOT NULL`;
    const found = this.#rows({ text, values: [JSON.stringify(ids)] }).map((row) => stored<D>(row));
    return new Map(found.map((item) => [item.id, item]));
  }

  async find<D extends Document = Document>(collection: string, query: Query): Promise<Page<D>> {
    const order: Order = { collection, sort: query.sort ?? [], descending: query.descending ?? false };
    this.#requireOpen(collection, [...fieldsIn(query.where), ...order.sort]);
    const limit = limitOf(query);
    const rows = this.#rows(findStatement(order, query));
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last === undefined ? null : encodeCursor(order, [...last.slice(3), last[0]] as (string | number)[]);
    return { items: page.map((row) => stored<D>(row)), next };
  }

  async count(collection: string, where: readonly Condition[] = []): Promise<number> {
    this.#requireOpen(collection, fieldsIn(where));
    const matching = whereSql(where);
    return Number(this.#rows({ text: `SELECT count(*) FROM ${tableOf(collection)} WHERE ${matching.text}`, values: matching.values })[0]?.[0]);
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

  async close(): Promise<void> {
    this.#closed = true;
    this.#reader.close();
  }

  #requireOpen(collection?: string, fields: readonly string[] = []): void {
    if (this.#closed) throw new ReadStoreError('STORE_CLOSED', 'the read store is closed');
    if (collection !== undefined) this.#collections.requireFields(collection, fields);
  }

  async #write(request: ReadStoreRequest): Promise<void> {
    this.#requireOpen();
    try {
      await this.#file.write<void>(MODULE, request);
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

function asReadStoreError(error: unknown): ReadStoreError {
  const closed = error instanceof SqliteError && error.code === 'STORE_CLOSED';
  const message = error instanceof Error ? error.message : String(error);
  return new ReadStoreError(closed ? 'STORE_CLOSED' : 'STORE_FAILED', message, { cause: error });
}
