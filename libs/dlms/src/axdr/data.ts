/** Types whose value is a JavaScript number. */
export type NumberType =
  | 'double-long'
  | 'double-long-unsigned'
  | 'bcd'
  | 'integer'
  | 'long'
  | 'unsigned'
  | 'long-unsigned'
  | 'enum'
  | 'float32'
  | 'float64'
  | 'delta-integer'
  | 'delta-long'
  | 'delta-double-long'
  | 'delta-unsigned'
  | 'delta-long-unsigned'
  | 'delta-double-long-unsigned';

/** Element type of a compact-array, sent once instead of with each element. */
export type TypeDescription =
  | { readonly type: 'array'; readonly count: number; readonly element: TypeDescription }
  | { readonly type: 'structure'; readonly elements: readonly TypeDescription[] }
  | { readonly type: Exclude<DataTypeName, 'array' | 'structure' | 'compact-array'> };

/**
 * A COSEM value as A-XDR carries it. Octets of decoded values are views of the decoded buffer.
 * `date-time`, `date` and `time` are the bare 12, 5 and 4 octets (see `decodeDateTime`).
 */
export type Data =
  | { readonly type: 'null-data' }
  | { readonly type: 'dont-care' }
  | { readonly type: 'array' | 'structure'; readonly value: readonly Data[] }
  | { readonly type: 'compact-array'; readonly element: TypeDescription; readonly value: readonly Data[] }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'bit-string'; readonly value: string }
  | { readonly type: 'octet-string' | 'date-time' | 'date' | 'time'; readonly value: Uint8Array }
  | { readonly type: 'visible-string' | 'utf8-string'; readonly value: string }
  | { readonly type: 'long64' | 'long64-unsigned'; readonly value: bigint }
  | { readonly type: NumberType; readonly value: number };

/** The standard's names of the A-XDR data types. */
export type DataTypeName = Data['type'];

/** Tag octet of each type (Blue Book, common data types). */
export const DATA_TAGS: Readonly<Record<DataTypeName, number>> = {
  'null-data': 0x00,
  array: 0x01,
  structure: 0x02,
  boolean: 0x03,
  'bit-string': 0x04,
  'double-long': 0x05,
  'double-long-unsigned': 0x06,
  'octet-string': 0x09,
  'visible-string': 0x0a,
  'utf8-string': 0x0c,
  bcd: 0x0d,
  integer: 0x0f,
  long: 0x10,
  unsigned: 0x11,
  'long-unsigned': 0x12,
  'compact-array': 0x13,
  long64: 0x14,
  'long64-unsigned': 0x15,
  enum: 0x16,
  float32: 0x17,
  float64: 0x18,
  'date-time': 0x19,
  date: 0x1a,
  time: 0x1b,
  'delta-integer': 0x1c,
  'delta-long': 0x1d,
  'delta-double-long': 0x1e,
  'delta-unsigned': 0x1f,
  'delta-long-unsigned': 0x20,
  'delta-double-long-unsigned': 0x21,
  'dont-care': 0xff,
};

const names: (DataTypeName | undefined)[] = [];
for (const [name, tag] of Object.entries(DATA_TAGS)) names[tag] = name as DataTypeName;

/** Type of a tag octet, or undefined for one that the standard does not define. */
export function dataTypeOfTag(tag: number): DataTypeName | undefined {
  return names[tag];
}
