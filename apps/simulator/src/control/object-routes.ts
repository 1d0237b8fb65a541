import type { CosemAttribute, CosemObject } from '#cosem';

import type { Meter } from '../meter/meter.js';
import { HttpError } from './http-error.js';
import { dataToJson, jsonToData } from './json-data.js';

/** `GET`, `PUT` and `DELETE` of one attribute: its value now, an override, the end of the override. */
export function objectRoute(meter: Meter, method: string, path: readonly string[], body: unknown): unknown {
  const [classText = '', obis = '', attributeText = ''] = path;
  const found = meter.find(Number(classText), obis, Number(attributeText));
  if (typeof found === 'number') throw new HttpError(404, `the meter has no attribute ${classText}/${obis}/${attributeText}`);
  const { object, attribute } = found;
  if (method === 'PUT') meter.values.override(object.classId, object.obis, attribute.id, jsonToData(body, attribute.type));
  else if (method === 'DELETE') meter.values.removeOverride(object.classId, object.obis, attribute.id);
  return attributeToJson(meter, object, attribute);
}

function attributeToJson(meter: Meter, object: CosemObject, attribute: CosemAttribute): unknown {
  const result = meter.read(object, attribute);
  if (!result.ok) throw new HttpError(404, `the attribute cannot be read: result ${result.result}`);
  return { data: dataToJson(result.data), overridden: meter.values.overrideOf(object.classId, object.obis, attribute.id) !== undefined };
}
