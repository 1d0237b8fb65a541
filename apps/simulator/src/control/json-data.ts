import { DATA_TAGS, encodeData, DlmsError, type Data, type DataTypeName } from '#dlms';

import { badField, objectBody } from './http-error.js';

/** JSON form of A-XDR data: the standard's type name and a value (lists, hex, `"0101"`, decimal strings for 64 bits). */
export interface JsonData {
  readonly type: string;
  readonly value: unknown;
}

export function dataToJson(data: Data): JsonData {
  switch (data.type) {
    case 'null-data':
    case 'dont-care':
      return { type: data.type, value: null };
    case 'array':
    case 'structure':
    case 'compact-array':
      return { type: data.type, value: data.value.map(dataToJson) };
    case 'octet-string':
    case 'date-time':
    case 'date':
    case 'time':
      return { type: data.type, value: Buffer.from(data.value).toString('hex') };
    case 'long64':
    case 'long64-unsigned':
      return { type: data.type, value: data.value.toString() };
    default:
      return { type: data.type, value: data.value };
  }
}

/**
 * The data that a JSON value stands for.
 * @param declared type that is kept when the JSON names none
 * @throws HttpError 400 that names the field
 */
export function jsonToData(json: unknown, declared?: DataTypeName, field = 'body'): Data {
  const { type, value } = objectBody(json, ['type', 'value'], field);
  const name = type ?? declared;
  if (typeof name !== 'string' || !(name in DATA_TAGS)) throw badField(`${prefix(field)}type`, 'must be the name of an A-XDR type');
  const data = valueToData(name as DataTypeName, value, `${prefix(field)}value`);
  try {
    encodeData(data);
  } catch (error) {
    if (error instanceof DlmsError) throw badField(`${prefix(field)}value`, error.message);
    throw error;
  }
  return data;
}

function valueToData(type: DataTypeName, value: unknown, field: string): Data {
  switch (type) {
    case 'null-data':
    case 'dont-care':
      return { type };
    case 'array':
    case 'structure':
      if (!Array.isArray(value)) throw badField(field, 'must be a list');
      return { type, value: value.map((element, index) => jsonToData(element, undefined, `${field}[${index}]`)) };
    case 'compact-array':
      throw badField(field, 'compact-array cannot be given');
    case 'boolean':
      if (typeof value !== 'boolean') throw badField(field, 'must be true or false');
      return { type, value };
    case 'bit-string':
      return { type, value: text(value, field, /^[01]*$/, 'must be a string of 0 and 1') };
    case 'octet-string':
    case 'date-time':
    case 'date':
    case 'time':
      return { type, value: Buffer.from(text(value, field, /^([0-9a-fA-F]{2})*$/, 'must be hex'), 'hex') };
    case 'visible-string':
    case 'utf8-string':
      return { type, value: text(value, field, /^/, 'must be a string') };
    case 'long64':
    case 'long64-unsigned':
      return { type, value: BigInt(text(typeof value === 'number' ? String(value) : value, field, /^-?\d{1,20}$/, 'must be a decimal string')) };
    default:
      if (typeof value !== 'number') throw badField(field, 'must be a number');
      return { type, value };
  }
}

function text(value: unknown, field: string, pattern: RegExp, expectation: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw badField(field, expectation);
  return value;
}

function prefix(field: string): string {
  return field === 'body' ? '' : `${field}.`;
}
