import { ByteReader } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { readBits } from './bit-string.js';
import { dataTypeOfTag, type Data, type DataTypeName, type TypeDescription } from './data.js';
import { MAX_NESTING, MAX_VALUES, maxPackedValues } from './limits.js';
import { readTypeDescription } from './type-description.js';

/**
 * Decodes one value and says where it ends; what follows is the caller's to judge (some meters append stray octets).
 * Nesting, counts and lengths are checked before anything is allocated. Throws DlmsError MALFORMED or LIMIT only.
 */
export function decodeData(bytes: Uint8Array, offset = 0): { value: Data; end: number } {
  const input = new ByteReader(bytes, offset);
  const value = readData(input);
  return { value, end: input.position };
}

export function readData(input: ByteReader, depth = 0): Data {
  const tag = input.u8();
  const type = dataTypeOfTag(tag);
  if (type === undefined) throw new DlmsError('MALFORMED', `unknown data type ${tag} at offset ${input.position - 1}`);
  if (type === 'array' || type === 'structure') return { type, value: readElements(input, depth) };
  if (type === 'compact-array') return readCompactArray(input, depth);
  return readScalar(input, type);
}

function readElements(input: ByteReader, depth: number): Data[] {
  if (depth >= MAX_NESTING) throw new DlmsError('LIMIT', `data nested deeper than ${MAX_NESTING}`);
  const count = input.length();
  // Every element takes at least its tag.
  if (count > input.remaining) throw new DlmsError('MALFORMED', `${count} elements announced, ${input.remaining} octets left`);
  input.values += count;
  if (input.values > MAX_VALUES) throw new DlmsError('LIMIT', `more than ${MAX_VALUES} values`);
  const values: Data[] = [];
  for (let index = 0; index < count; index += 1) values.push(readData(input, depth + 1));
  return values;
}

function readScalar(input: ByteReader, type: Exclude<DataTypeName, 'array' | 'structure' | 'compact-array'>): Data {
  switch (type) {
    case 'null-data':
    case 'dont-care':
      return { type };
    case 'boolean':
      return { type, value: input.flag() };
    case 'bit-string':
      return { type, value: readBits(input) };
    case 'octet-string':
      return { type, value: input.octets() };
    case 'visible-string':
      return { type, value: input.octets().toString('latin1') };
    case 'utf8-string':
      return { type, value: input.octets().toString('utf8') };
    case 'date-time':
      return { type, value: input.bytes(12) };
    case 'date':
      return { type, value: input.bytes(5) };
    case 'time':
      return { type, value: input.bytes(4) };
    case 'long64':
      return { type, value: input.i64() };
    case 'long64-unsigned':
      return { type, value: input.u64() };
    case 'float32':
      return { type, value: input.f32() };
    case 'float64':
      return { type, value: input.f64() };
    case 'integer':
    case 'delta-integer':
      return { type, value: input.i8() };
    case 'bcd':
    case 'unsigned':
    case 'enum':
    case 'delta-unsigned':
      return { type, value: input.u8() };
    case 'long':
    case 'delta-long':
      return { type, value: input.i16() };
    case 'long-unsigned':
    case 'delta-long-unsigned':
      return { type, value: input.u16() };
    case 'double-long':
    case 'delta-double-long':
      return { type, value: input.i32() };
    case 'double-long-unsigned':
    case 'delta-double-long-unsigned':
      return { type, value: input.u32() };
  }
}

function readCompactArray(input: ByteReader, depth: number): Data {
  const element = readTypeDescription(input, depth);
  const contents = new ByteReader(input.octets());
  contents.packed = input.packed;
  contents.packed.octets += contents.remaining;
  const value: Data[] = [];
  while (contents.remaining > 0) {
    const before = contents.position;
    value.push(readPacked(contents, element));
    if (contents.position === before) throw new DlmsError('MALFORMED', 'compact-array of elements without contents');
  }
  return { type: 'compact-array', element, value };
}

function readPacked(input: ByteReader, description: TypeDescription): Data {
  const { packed } = input;
  packed.values += 1;
  if (packed.values > maxPackedValues(packed.octets)) throw new DlmsError('LIMIT', `compact-arrays of more than ${packed.values - 1} values`);
  if (description.type === 'structure') {
    return { type: 'structure', value: description.elements.map((element) => readPacked(input, element)) };
  }
  if (description.type === 'array') {
    const value: Data[] = [];
    for (let index = 0; index < description.count; index += 1) value.push(readPacked(input, description.element));
    return { type: 'array', value };
  }
  return readScalar(input, description.type);
}
