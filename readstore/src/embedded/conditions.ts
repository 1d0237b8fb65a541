import { ABSENT } from '../model/field-value.js';
import { prefixEnd } from '../model/prefix-end.js';
import type { Condition, Scalar } from '../port.js';
import { ABSENT_SQL, columnOf } from './layout.js';

/** For `json_each`. Text is stored as UTF-8, in which a lone surrogate becomes the replacement character; in JSON it would stay what it is. */
export function listText(values: readonly (string | number)[]): string {
  return JSON.stringify(values.map((value) => (typeof value === 'string' ? value.toWellFormed() : value)));
}

/** A piece of SQL with the values of its parameters, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

const sql = (text: string, ...values: (string | number)[]): Sql => ({ text, values });

/**
 * One end of the range of a field, that a page begins from: its own bound there is the better one for an index, and SQLite takes only one into it.
 */
export interface PageStart {
  readonly field: string;
  readonly end: 'lower' | 'upper';
}

/** Every live document that fulfils all conditions. The first term also lets SQLite use the indexes, which leave tombstones out. */
export function whereSql(conditions: readonly Condition[], start?: PageStart): Sql {
  const terms = [sql('document IS NOT NULL'), ...conditions.flatMap((condition) => conditionSql(condition, start))];
  return { text: terms.map((term) => term.text).join(' AND '), values: terms.flatMap((term) => term.values) };
}

function conditionSql(condition: Condition, start: PageStart | undefined): Sql[] {
  const column = columnOf(condition.field);
  const end = start?.field === condition.field ? start.end : undefined;
  // The sign keeps a term out of the choice of the index.
  const ends: Ends = { lower: end === 'lower' ? `+${column}` : column, upper: end === 'upper' ? `+${column}` : column };
  const terms: Sql[] = [];
  if (condition.equals !== undefined) terms.push(sql(`${column} = ?`, condition.equals ?? ABSENT));
  terms.push(...rangeSql(ends, condition.from, condition.to));
  if (condition.prefix !== undefined) terms.push(...prefixSql(ends, condition.prefix));
  if (condition.in !== undefined) terms.push(inSql(column, condition.in));
  return terms;
}

/** A column, as each end of a range has to name it. */
interface Ends {
  readonly lower: string;
  readonly upper: string;
}

type Bound = string | number | undefined;

/** SQLite orders absent values below numbers and numbers below strings: a range must not reach into the neighbour. One bound at each end, no more. */
function rangeSql({ lower, upper }: Ends, from: Bound, to: Bound): Sql[] {
  if (from === undefined && to === undefined) return [];
  if (from !== undefined && to !== undefined && typeof from !== typeof to) return [sql('0')];
  const ofStrings = typeof (from ?? to) === 'string';
  const lowest = sql(ofStrings ? `${lower} >= ''` : `${lower} > ${ABSENT_SQL}`);
  const highest = ofStrings ? [] : [sql(`${upper} < ''`)];
  return [from === undefined ? lowest : sql(`${lower} >= ?`, from), ...(to === undefined ? highest : [sql(`${upper} < ?`, to)])];
}

/** As a range, because an index can answer it whatever the characters mean to LIKE or GLOB. */
function prefixSql({ lower, upper }: Ends, prefix: string): Sql[] {
  const end = prefixEnd(prefix);
  return [sql(`${lower} >= ?`, prefix), ...(end === undefined ? [] : [sql(`${upper} < ?`, end)])];
}

/** One parameter whatever the length, so that the statement can be kept. */
function inSql(column: string, values: readonly Scalar[]): Sql {
  const present = listText(values.filter((value) => value !== null));
  const isIn = `${column} IN (SELECT value FROM json_each(?))`;
  return sql(values.includes(null) ? `(${isIn} OR ${column} = ${ABSENT_SQL})` : isIn, present);
}
