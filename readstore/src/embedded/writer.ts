/** The read store's writer module: runs in the writer thread of `read.db`. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { WriterModule } from '#sqlite';
import { CREATE_ALIASES, dropCollections, pointAliases } from './alias-table.js';
import { createIndexes, defineCollection, registerColumnFunction } from './define-collection.js';
import { columnOf, tableOf } from './layout.js';
import { rowWidth, type ReadStoreRequest, type RowGroup } from './requests.js';
import { CREATE_ROWS, rowChanger } from './row-table.js';
import { sweep } from './sweep.js';

const CREATE_CHECKPOINTS =
  'CREATE TABLE IF NOT EXISTS read_checkpoints (projection TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID';

const CHECKPOINT = `INSERT INTO read_checkpoints (projection, position) VALUES (?, ?)
  ON CONFLICT (projection) DO UPDATE SET position = excluded.position WHERE excluded.position > position`;

/** Documents are large beside the pages that SQLite is used to: figures are in docs/benchmarks.md. */
const PAGE_SIZE = 8_192;
/** Rows that one statement writes: calling it costs about as much as writing a row. */
const ROWS = 32;

/** The guard stands in the statement: a row is replaced by a higher position only. */
function guardedInsert({ collection, fields }: RowGroup, rows: number): string {
  const columns = ['position', 'document', 'expires_at', ...fields.map(columnOf)];
  const row = `(?, ${columns.map(() => '?').join(', ')})`;
  const replaced = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  return `INSERT INTO ${tableOf(collection)} (id, ${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}
    ON CONFLICT (id) DO UPDATE SET ${replaced} WHERE excluded.position > position`;
}

/** The tables that have grown since they were looked at last; a sample of each is enough (0x10). */
const OPTIMIZE = 'PRAGMA optimize = 0x10012';

function open(db: DatabaseSync): (request: ReadStoreRequest) => number | undefined {
  registerColumnFunction(db);
  const changeRow = rowChanger(db);
  const setCheckpoint = db.prepare(CHECKPOINT);
  const dropCheckpoint = db.prepare('DELETE FROM read_checkpoints WHERE projection = ?');
  const inserts = new Map<string, StatementSync>();

  const insertOf = (group: RowGroup, rows: number): StatementSync => {
    const sql = guardedInsert(group, rows);
    const known = inserts.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    inserts.set(sql, statement);
    return statement;
  };

  /** Row after row in their order: of several writes of one id in one statement, too, each meets the guard. */
  const insertAll = (group: RowGroup): void => {
    const { values } = group;
    const width = rowWidth(group);
    const whole = values.length - (values.length % (ROWS * width));
    if (whole > 0) {
      const insert = insertOf(group, ROWS);
      for (let at = 0; at < whole; at += ROWS * width) insert.run(...values.slice(at, at + ROWS * width));
    }
    if (whole === values.length) return;
    const insert = insertOf(group, 1);
    for (let at = whole; at < values.length; at += width) insert.run(...values.slice(at, at + width));
  };

  return (request) => {
    switch (request.kind) {
      case 'define':
        for (const definition of request.collections) {
          defineCollection(db, definition);
          if (request.withIndexes) createIndexes(db, definition);
        }
        db.exec(OPTIMIZE);
        return undefined;
      case 'write':
        for (const group of request.groups) insertAll(group);
        if (request.checkpoint !== undefined) setCheckpoint.run(request.checkpoint.projection, request.checkpoint.position);
        return undefined;
      case 'reset':
        for (const collection of request.collections) db.exec(`DELETE FROM ${tableOf(collection)}`);
        dropCheckpoint.run(request.projection);
        return undefined;
      case 'forget':
        dropCheckpoint.run(request.projection);
        return undefined;
      case 'compare-and-set':
        return changeRow(request);
      case 'point':
        pointAliases(db, request.aliases);
        return undefined;
      case 'drop':
        dropCollections(db, request.collections);
        return undefined;
      case 'sweep':
        return sweep(db, request.collection, request);
      case 'optimize':
        db.exec(OPTIMIZE);
        return undefined;
    }
  };
}

const readWriter: WriterModule<ReadStoreRequest, number | undefined> = {
  pageSize: PAGE_SIZE,
  migrate: (db) => {
    for (const create of [CREATE_CHECKPOINTS, CREATE_ROWS, CREATE_ALIASES]) db.exec(create);
  },
  open,
};
export default readWriter;

/** Give it to `openSqliteFile` as module `readstore`. */
export const readWriterModule = new URL(import.meta.url);
