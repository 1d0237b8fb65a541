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
    list = d.array(...[...model.byTag.values()].map(element));
    lists.set(model, list);
  }
  return list;
}

function element(object: CosemObject): Data {
  const { classId, version, obis, attributes } = object;
  const access = [{ id: 1, access: 'R' }, ...attributes].map((attribute) =>
    d.structure(d.i8(attribute.id), d.enumeration(attribute.access === 'RW' ? readAndWrite : readOnly), d.nul),
  );
  const methods = methodsOf(object).map((method) => d.structure(d.i8(method), d.bool(true)));
  return d.structure(d.u16(classId), d.u8(version), d.octets(parseObis(obis)), d.structure(d.array(...access), d.array(...methods)));
}
