import type { CosemObject, PowerQuality } from '#cosem';

import { code, table } from './markdown.js';
import { scalerText, valueOf } from './values.js';

const classNames: ReadonlyMap<number, string> = new Map([
  [1, 'Data'],
  [3, 'Register'],
  [4, 'Extended register'],
  [7, 'Profile generic'],
  [8, 'Clock'],
  [11, 'Special days table'],
  [15, 'Association LN'],
  [18, 'Image transfer'],
  [20, 'Activity calendar'],
  [22, 'Single action schedule'],
  [40, 'Push setup'],
  [47, 'GSM diagnostic'],
  [64, 'Security setup'],
  [72, 'M-Bus client'],
  [77, 'M-Bus diagnostic'],
]);

const requestNames = { ACTUAL_SP: 'actual SP', ACTUAL_PP: 'actual PP', PERIODIC_SP: 'periodic SP', PERIODIC_PP: 'periodic PP' } as const;

export function className(classId: number): string {
  return `${classNames.get(classId) ?? 'Class'} (class ${classId})`;
}

/** Classes with one value: a line per object. */
export function valueTable(objects: readonly CosemObject[]): string {
  return table(
    ['Object', 'Logical name', 'Type', 'Access', 'Scaler, unit or default', 'Meters', 'Power quality'],
    objects.map((object) => {
      const [value, scalerUnit] = object.attributes;
      if (value === undefined) throw new Error(`${object.tag} has no attributes`);
      const scale = object.scalerUnit === undefined ? undefined : code(scalerText(object.scalerUnit));
      const note = scale ?? valueOf(scalerUnit ?? value);
      return [code(object.tag), object.obis, value.type, value.access, note, metersOf(object), powerQualityOf(object.powerQuality)];
    }),
  );
}

/** All other classes: attributes line by line, then methods. Objects of one list of attributes share the table. */
export function attributeSection(objects: readonly CosemObject[]): string {
  const [first] = objects;
  if (first === undefined) return '';
  const named = table(
    ['Object', 'Logical name', 'Version', 'Meters', 'Power quality'],
    objects.map((object) => [code(object.tag), object.obis, String(object.version), metersOf(object), powerQualityOf(object.powerQuality)]),
  );
  const attributes = table(
    ['Attribute', 'Name', 'Type', 'Access', 'Value'],
    first.attributes.map(({ id, name, type, access }, index) => [String(id), name, type, access, sharedValue(objects, index)]),
  );
  const methods = first.methods?.map(({ id, name }) => `${id} ${name}`).join(', ');
  return [named, attributes, ...(methods === undefined ? [] : [`Methods: ${methods}.`])].join('\n\n');
}

/** Where objects differ (capture periods, entries), each has lines of its own further down. */
function sharedValue(objects: readonly CosemObject[], index: number): string {
  const values = new Set(objects.flatMap(({ attributes }) => attributes.slice(index, index + 1)).map(valueOf));
  const [value = ''] = values;
  return values.size > 1 ? 'as below' : value;
}

function metersOf({ polyphaseOnly }: CosemObject): string {
  return polyphaseOnly === true ? 'polyphase' : 'all';
}

function powerQualityOf(powerQuality: PowerQuality | undefined): string {
  if (powerQuality === undefined) return '';
  return `${powerQuality.profileType.toLowerCase()}: ${powerQuality.requests.map((request) => requestNames[request]).join(', ')}`;
}
