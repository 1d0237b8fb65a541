import type { SQLOutputValue, StatementSync } from 'node:sqlite';
import type { SqliteFile } from '#sqlite';
import type { Document, Row, Stored } from '../port.js';
import type { Sql } from './conditions.js';

/** More shapes of queries than a program has; keeps a caller that builds them from data from filling the memory. */
const KEPT_STATEMENTS = 500;

/** Runs statements on this thread's reading connection and keeps them prepared. Rows are arrays: cheaper than objects. */
export class Reader {
  readonly #file: SqliteFile;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  rows({ text, values }: Sql): SQLOutputValue[][] {
    return this.#statement(text).all(...values) as unknown as SQLOutputValue[][];
  }

  close(): void {
    this.#statements.clear();
  }

  #statement(text: string): StatementSync {
    const kept = this.#statements.get(text);
    if (kept !== undefined) return kept;
    if (this.#statements.size >= KEPT_STATEMENTS) this.#statements.clear();
    const statement = this.#file.reader().prepare(text);
    statement.setReturnArrays(true);
    this.#statements.set(text, statement);
    return statement;
  }
}

/** From a row that begins with id, position, document. The type of the document is the caller's word: the store keeps what it is given. */
export function stored<D extends Document>(row: readonly SQLOutputValue[]): Stored<D> {
  const [id, position, document] = row;
  return { id: String(id), position: Number(position), document: JSON.parse(String(document)) as D };
}

/** From a row of id, version, document. */
export function versioned<D extends Document>(row: readonly SQLOutputValue[]): Row<D> {
  const [id, version, document] = row;
  return { id: String(id), version: Number(version), document: JSON.parse(String(document)) as D };
}
