import type { Data } from './data.js';

/** Short constructors for the common types. Octets may be given as hex. */
export const d = {
  nul: { type: 'null-data' } as Data,
  u8: (value: number): Data => ({ type: 'unsigned', value }),
  u16: (value: number): Data => ({ type: 'long-unsigned', value }),
  u32: (value: number): Data => ({ type: 'double-long-unsigned', value }),
  u64: (value: bigint): Data => ({ type: 'long64-unsigned', value }),
  i8: (value: number): Data => ({ type: 'integer', value }),
  i16: (value: number): Data => ({ type: 'long', value }),
  i32: (value: number): Data => ({ type: 'double-long', value }),
  i64: (value: bigint): Data => ({ type: 'long64', value }),
  f32: (value: number): Data => ({ type: 'float32', value }),
  f64: (value: number): Data => ({ type: 'float64', value }),
  enumeration: (value: number): Data => ({ type: 'enum', value }),
  bool: (value: boolean): Data => ({ type: 'boolean', value }),
  bits: (value: string): Data => ({ type: 'bit-string', value }),
  octets: (value: Uint8Array | string): Data => ({ type: 'octet-string', value: typeof value === 'string' ? Buffer.from(value, 'hex') : value }),
  text: (value: string): Data => ({ type: 'visible-string', value }),
  utf8: (value: string): Data => ({ type: 'utf8-string', value }),
  structure: (...value: readonly Data[]): Data => ({ type: 'structure', value }),
  array: (...value: readonly Data[]): Data => ({ type: 'array', value }),
};
