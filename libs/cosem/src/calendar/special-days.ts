import { d, type Data } from '#dlms';

import { elementsOf, fieldsOf, integerOf, octetsOf } from '../values/shapes.js';

/** An entry of the special days table (interface class 11). */
export interface SpecialDay {
  readonly index: number;
  /** COSEM date, 5 octets; wildcards stay. */
  readonly date: Uint8Array;
  readonly dayId: number;
}

/** @throws CosemValueError for another shape */
export function decodeSpecialDays(data: Data): SpecialDay[] {
  const what = 'special days';
  return elementsOf(data, what).map((element) => {
    const [index, date, dayId] = fieldsOf(element, 3, what);
    return { index: integerOf(index, what), date: octetsOf(date, what, 5), dayId: integerOf(dayId, what) };
  });
}

/** The table with entries in the given order, numbered from 0. */
export function encodeSpecialDays(days: readonly Pick<SpecialDay, 'date' | 'dayId'>[]): Data {
  return d.array(...days.map(({ date, dayId }, index) => d.structure(d.u16(index), d.octets(date), d.u8(dayId))));
}
