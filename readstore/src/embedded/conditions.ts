import type { Condition, Scalar } from '../port.js';
import { ABSENT, ABSENT_SQL, columnOf } from './layout.js';

/** A piece of SQL with the values of its parameters, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

const sql = (text: string, ...values: (string | number)[]): Sql => ({ text, values });

/** Every live document that fulfils all conditions. The first term also lets SQLite use the indexes, which leave tombstones out. */
export function whereSql(conditions: readonly Condition[]): Sql {
  const terms = [sql('document IS NOT NULL'), ...conditions.flatMap(conditionSql)];
  return { text: terms.map((term) => term.text).join(' AND '), values: terms.flatMap((term) => term.values) };
}

function conditionSql(condition: Condition): Sql[] {
  const column = columnOf(condition.field);
  const terms: Sql[] = [];
  if (condition.equals !== undefined) terms.push(sql(`${column} = ?`, condition.equals ?? ABSENT));
  if (condition.from !== undefined) terms.push(sql(`${column} >= ?`, condition.from), ofTypeOf(column, condition.from));
  if (condition.to !== undefined) terms.push(sql(`${column} < ?`, condition.to), ofTypeOf(column, condition.to));
  if (condition.prefix !== undefined) terms.push(...prefixSql(column, condition.prefix));
  if (condition.in !== undefined) terms.push(inSql(column, condition.in));
  return terms;
}

/** SQLite orders absent values below numbers and numbers below strings: a range must not reach into the neighbour. */
function ofTypeOf(column: string, bound: string | number): Sql {
  return sql(typeof bound === 'string' ? `${column} >= ''` : `${column} > ${ABSENT_SQL} AND ${column} < ''`);
}

/** As a range, because an index can answer it whatever the characters mean to LIKE or GLOB. */
function prefixSql(column: string, prefix: string): Sql[] {
  const end = afterPrefix(prefix);
  return [sql(`${column} >= ?`, prefix), ...(end === undefined ? [] : [sql(`${column} < ?`, end)])];
}

const LAST_CODE_POINT = 0x10ffff;

/** The lowest string above all that begin with `prefix`, by code point; undefined when there is none. */
function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === LAST_CODE_POINT) continue;
    // Surrogates are no characters of their own.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    return String.fromCodePoint(...points, next);
  }
  return undefined;
}

/** One parameter whatever the length, so that the statement can be kept. */
function inSql(column: string, values: readonly Scalar[]): Sql {
  const present = JSON.stringify(values.filter((value) => value !== null));
  const isIn = `${column} IN (SELECT value FROM json_each(?))`;
  return sql(values.includes(null) ? `(${isIn} OR ${column} = ${ABSENT_SQL})` : isIn, present);
}
