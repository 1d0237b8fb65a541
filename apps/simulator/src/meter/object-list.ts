import type { CosemObject, ProtocolProfile } from '#cosem';
import { d, parseObis, type Data } from '#dlms';

const readOnly = 1;
const readAndWrite = 3;

/** Methods that an object of a class offers, by number. */
const methodsOfClass: Readonly<Record<number, readonly number[]>> = {
  8: [6],
  15: [1],
  18: [1, 2, 3, 4],
  20: [1],
  64: [2],
  72: [1, 2, 3, 4, 5, 6, 7, 8],
};

const lists = new WeakMap<ProtocolProfile, Data>();

/** Attribute 2 of the association: every object with its attributes and methods. The same for all meters of a profile. */
export function objectList(profile: ProtocolProfile): Data {
  let list = lists.get(profile);
  if (list === undefined) {
    list = d.array(...[...profile.objects.values()].map(element));
    lists.set(profile, list);
  }
  return list;
}

export function hasMethod(classId: number, method: number): boolean {
  return methodsOfClass[classId]?.includes(method) ?? false;
}

function element({ classId, version, obis, attributes }: CosemObject): Data {
  const access = [{ id: 1, access: 'R' }, ...attributes].map((attribute) =>
    d.structure(d.i8(attribute.id), d.enumeration(attribute.access === 'RW' ? readAndWrite : readOnly), d.nul),
  );
  const methods = (methodsOfClass[classId] ?? []).map((method) => d.structure(d.i8(method), d.bool(true)));
  return d.structure(d.u16(classId), d.u8(version), d.octets(parseObis(obis)), d.structure(d.array(...access), d.array(...methods)));
}
