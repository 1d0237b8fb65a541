import type { DtoClass } from '../rules/fields.js';
import { ObjectField } from '../rules/fields.js';
import { NoDataField } from '../rules/no-data.js';

/** How the `data` of an operation is given, alone and in a bundle, and how it becomes that of the domain. */
export interface DataRule<T> {
  /** Rules and documentation of the field. */
  readonly field: PropertyDecorator;
  /** Classes that the documentation refers to beside the field's own. */
  readonly models: readonly DtoClass[];
  /** @param given what the rules of the field let pass */
  toData(given: unknown): T;
  /** A worked example; absent where there is no data. */
  readonly example?: object;
}

export const noData: DataRule<null> = { field: NoDataField(), models: [], toData: () => null };

/** Data of one shape. */
export function objectData<D extends object, T>(type: new () => D, toData: (dto: D) => T, example: object): DataRule<T> {
  return { field: ObjectField(() => type), models: [], toData: (given) => toData(given as D), example };
}
