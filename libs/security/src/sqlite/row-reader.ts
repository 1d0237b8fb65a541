import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { SqliteFile } from '#sqlite';

/** Single rows by this thread's reading connection; keeps its statements prepared, so `sql` must not be built from data. */
export class RowReader {
  readonly #file: SqliteFile;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: SqliteFile) {
    this.#file = file;
  }

  row(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined {
    const statement = this.#statements.get(sql) ?? this.#file.reader().prepare(sql);
    this.#statements.set(sql, statement);
    return statement.get(...values);
  }
}
