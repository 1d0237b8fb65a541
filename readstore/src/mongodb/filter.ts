import type { Filter } from 'mongodb';
import type { Key, Order } from '../model/cursor.js';
import { ABSENT } from '../model/field-value.js';
import { pageKeys } from '../model/page-keys.js';
import type { Condition, Scalar } from '../port.js';
import { END, fieldKey, NUMBERS, prefixEndKey, STRINGS, textKey } from './keys.js';
import { keyPath } from './names.js';
import type { StoredDocument } from './stored-document.js';

export type DocumentFilter = Filter<StoredDocument>;

/** Every live document that fulfils all conditions. */
export function filterOf(conditions: readonly Condition[], page: readonly DocumentFilter[] = []): DocumentFilter {
  const terms = [...conditions.flatMap(conditionFilters), ...page];
  return { live: true, ...(terms.length === 0 ? {} : { $and: terms }) };
}

function conditionFilters({ field, equals, from, to, prefix, in: list }: Condition): DocumentFilter[] {
  const path = keyPath(field);
  const terms: DocumentFilter[] = [];
  if (equals !== undefined) terms.push({ [path]: keyOf(equals) });
  if (from !== undefined || to !== undefined) terms.push({ [path]: range(from, to) });
  if (prefix !== undefined) terms.push({ [path]: { $gte: fieldKey(prefix), $lt: prefixEndKey(prefix) } });
  if (list !== undefined) terms.push({ [path]: { $in: list.map(keyOf) } });
  return terms;
}

const keyOf = (value: Scalar): string => fieldKey(value ?? ABSENT);

/** Between bounds of different types there is nothing: the range is empty by itself or is cut to be. */
function range(from: string | number | undefined, to: string | number | undefined): object {
  if (from !== undefined && to !== undefined && typeof from !== typeof to) return { $in: [] };
  const [lowest, highest] = typeof (from ?? to) === 'string' ? [STRINGS, END] : [NUMBERS, STRINGS];
  return { $gte: from === undefined ? lowest : fieldKey(from), $lt: to === undefined ? highest : fieldKey(to) };
}

/**
 * What follows the document that the cursor names: one of its keys is beyond, those before it are equal. The first key's bound stands beside the
 * alternatives, so that an index is entered there.
 */
export function pageFilters(order: Order, conditions: readonly Condition[], after: Key): DocumentFilter[] {
  const { fields, id } = pageKeys(order, conditions, after);
  const [beyond, from] = order.descending ? ['$lt', '$lte'] : ['$gt', '$gte'];
  const keys = [...fields.map(([field, value]) => [keyPath(field), fieldKey(value)] as const), ['_id', textKey(id)] as const];
  const alternatives = keys.map(([path, key], index): DocumentFilter => {
    return { ...Object.fromEntries(keys.slice(0, index)), [path]: { [beyond]: key } };
  });
  const [first] = keys;
  if (first === undefined || alternatives.length === 1) return alternatives;
  return [{ [first[0]]: { [from]: first[1] } }, { $or: alternatives }];
}

export function sortOf({ sort, descending }: Order): Record<string, 1 | -1> {
  const direction = descending ? -1 : 1;
  return Object.fromEntries([...sort.map(keyPath), '_id'].map((path) => [path, direction]));
}
