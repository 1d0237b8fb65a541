import { formatObis, type Data } from '#dlms';

import { elementsOf, fieldsOf, integerOf, octetsOf } from '../values/shapes.js';
import { enumeration } from '../values/enumeration.js';

/** Access modes of attributes in versions 0 to 2 of the association. */
export const attributeAccessMode = enumeration({
  NO_ACCESS: 0,
  READ_ONLY: 1,
  WRITE_ONLY: 2,
  READ_AND_WRITE: 3,
  AUTHENTICATED_READ_ONLY: 4,
  AUTHENTICATED_WRITE_ONLY: 5,
  AUTHENTICATED_READ_AND_WRITE: 6,
});

/** Access modes of methods; version 0 of the association sends a boolean, which has the values 0 and 1. */
export const methodAccessMode = enumeration({ NO_ACCESS: 0, ACCESS: 1, AUTHENTICATED_ACCESS: 2 });

export interface AttributeAccess {
  readonly id: number;
  readonly mode: number;
  /** Selectors of selective access; empty when there are none. */
  readonly selectors: readonly number[];
}

export interface MethodAccess {
  readonly id: number;
  readonly mode: number;
}

export interface ObjectListElement {
  readonly classId: number;
  readonly version: number;
  readonly obis: string;
  readonly attributes: readonly AttributeAccess[];
  readonly methods: readonly MethodAccess[];
}

/**
 * What a meter says it has (association LN, attribute 2).
 * @throws CosemValueError for another shape
 */
export function decodeObjectList(data: Data): ObjectListElement[] {
  const what = 'object_list';
  return elementsOf(data, what).map((element) => {
    const [classId, version, obis, rights] = fieldsOf(element, 4, what);
    const [attributes, methods] = fieldsOf(rights, 2, what);
    return {
      classId: integerOf(classId, what),
      version: integerOf(version, what),
      obis: formatObis(octetsOf(obis, what, 6)),
      attributes: elementsOf(attributes, what).map(attributeAccess),
      methods: elementsOf(methods, what).map(methodAccess),
    };
  });
}

function attributeAccess(data: Data): AttributeAccess {
  const what = 'attribute access';
  const [id, mode, selectors] = fieldsOf(data, 3, what);
  const listed = selectors?.type === 'null-data' ? [] : elementsOf(selectors, what);
  return { id: integerOf(id, what), mode: integerOf(mode, what), selectors: listed.map((selector) => integerOf(selector, what)) };
}

function methodAccess(data: Data): MethodAccess {
  const what = 'method access';
  const [id, mode] = fieldsOf(data, 2, what);
  return { id: integerOf(id, what), mode: mode?.type === 'boolean' ? Number(mode.value) : integerOf(mode, what) };
}
