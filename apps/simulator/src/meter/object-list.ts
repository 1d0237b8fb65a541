import type { CosemObject } from '#cosem';
import { d, parseObis, type Data } from '#dlms';

import { methodsOf } from './behaviour/methods.js';
import type { MeterModel } from './meter-model.js';

/** Access modes up to version 2 of the association, and as bits from version 3 on. */
const readOnly = 1;
const readAndWrite = 3;

const lists = new WeakMap<MeterModel, Data>();

/** Attribute 2 of the association: every object with its attributes and methods. The same for all meters of a model. */
export function objectList(model: MeterModel): Data {
  let list = lists.get(model);
  if (list === undefined) {
    const version = model.byTag.get('ASSOCIATION_LN')?.version ?? 0;
    list = d.array(...[...model.byTag.values()].map((object) => element(object, version)));
    lists.set(model, list);
  }
  return list;
}

/** Method access is a boolean in version 0 of the association and an enumeration from version 1 on. */
function element(object: CosemObject, associationVersion: number): Data {
  const { classId, version, obis, attributes } = object;
  const access = [{ id: 1, access: 'R' }, ...attributes].map((attribute) =>
    d.structure(d.i8(attribute.id), d.enumeration(attribute.access === 'RW' ? readAndWrite : readOnly), selectors(classId, attribute.id)),
  );
  const allowed = associationVersion === 0 ? d.bool(true) : d.enumeration(1);
  const methods = methodsOf(object).map((method) => d.structure(d.i8(method), allowed));
  return d.structure(d.u16(classId), d.u8(version), d.octets(parseObis(obis)), d.structure(d.array(...access), d.array(...methods)));
}

/** The buffer of a profile can be read by range (1) and by entry (2). */
function selectors(classId: number, attribute: number): Data {
  return classId === 7 && attribute === 2 ? d.array(d.i8(1), d.i8(2)) : d.nul;
}
