import { decodeScalerUnit, unitSymbol, type CosemAttribute, type ScalerUnit } from '#cosem';
import { formatObis, type Data } from '#dlms';

import { code } from './markdown.js';

/** What a page says about where an attribute's value comes from, with the value if the profile names one. */
export function valueOf({ id, name, valueType, value, lookup }: CosemAttribute): string {
  const shown = value === undefined ? '' : code(name === 'scaler_unit' && id === 3 ? scalerText(decodeScalerUnit(value)) : dataText(value));
  switch (valueType) {
    case 'FIXED_IN_PROFILE':
      return shown === '' ? 'as below' : shown;
    case 'FIXED_IN_METER':
      return shown === '' ? 'fixed in the meter' : `fixed in the meter, usually ${shown}`;
    case 'BASED_ON_MODEL':
      return `by the model: ${code(lookup ?? '')}`;
    case 'SET_BY_CLIENT':
      return shown === '' ? 'set by the client' : `set by the client, at first ${shown}`;
    default:
      return shown === '' ? '' : `usually ${shown}`;
  }
}

/** As in `-1, V`. */
export function scalerText({ scaler, unit }: ScalerUnit): string {
  return `${scaler}, ${unitSymbol(unit) === '' ? 'count' : unitSymbol(unit)}`;
}

function dataText(data: Data): string {
  if (!('value' in data)) return data.type;
  const { value } = data;
  if (value instanceof Uint8Array) return value.length === 6 ? formatObis(value) : Buffer.from(value).toString('hex');
  return typeof value === 'object' ? `{ ${value.map(dataText).join(', ')} }` : String(value);
}
