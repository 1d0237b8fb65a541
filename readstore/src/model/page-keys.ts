import type { Condition } from '../port.js';
import type { Key, Order } from './cursor.js';
import { ABSENT } from './field-value.js';

/** What decides whether a document follows a cursor: the values of `fields` in order, then the id. */
export interface PageKeys {
  readonly fields: readonly (readonly [field: string, value: string | number])[];
  readonly id: string;
}

/** A field that a condition holds to the cursor's own value is left out: it decides nothing, and would hide the next one from an index. */
export function pageKeys({ sort }: Order, conditions: readonly Condition[], after: Key): PageKeys {
  const isPinned = (field: string, value: string | number): boolean =>
    conditions.some((condition) => condition.field === field && condition.equals !== undefined && (condition.equals ?? ABSENT) === value);
  const fields = sort.map((field, index) => [field, after[index] ?? ABSENT] as const).filter(([field, value]) => !isPinned(field, value));
  return { fields, id: String(after[sort.length]) };
}
