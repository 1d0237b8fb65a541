import type { Data } from '#dlms';

import { CosemValueError } from './cosem-value-error.js';

/** Readers of the parts of a value; `what` names the value in errors. */

export function elementsOf(data: Data | undefined, what: string): readonly Data[] {
  if (data?.type !== 'array') throw unexpected(data, 'an array', what);
  return data.value;
}

export function fieldsOf(data: Data | undefined, count: number, what: string): readonly Data[] {
  if (data?.type !== 'structure' || data.value.length !== count) throw unexpected(data, `a structure of ${count}`, what);
  return data.value;
}

/** Octets, of the given length if there is one. */
export function octetsOf(data: Data | undefined, what: string, length?: number): Uint8Array {
  if (data?.type !== 'octet-string' && data?.type !== 'date-time' && data?.type !== 'date' && data?.type !== 'time') {
    throw unexpected(data, 'octets', what);
  }
  if (length !== undefined && data.value.length !== length) throw new CosemValueError(`${what}: ${data.value.length} octets instead of ${length}`);
  return data.value;
}

const integerTypes: ReadonlySet<Data['type']> = new Set([
  'integer',
  'unsigned',
  'long',
  'long-unsigned',
  'double-long',
  'double-long-unsigned',
  'enum',
]);

/** A whole number of any size up to 32 bits; meters differ in the size that they choose. */
export function integerOf(data: Data | undefined, what: string): number {
  if (data !== undefined && integerTypes.has(data.type) && 'value' in data && typeof data.value === 'number') return data.value;
  throw unexpected(data, 'a whole number', what);
}

function unexpected(data: Data | undefined, expected: string, what: string): CosemValueError {
  return new CosemValueError(`${what}: ${data?.type ?? 'nothing'} where ${expected} is expected`);
}
