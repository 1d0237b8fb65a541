import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { writeBits } from './bit-string.js';
import { writeTypeDescription } from './type-description.js';
import { DATA_TAGS, type Data, type TypeDescription } from './data.js';

/** A-XDR encoding of one value, tag first. INVALID_VALUE for a number outside its type. */
export function encodeData(data: Data): Buffer {
  const out = new ByteWriter();
  writeData(out, data);
  return out.finish();
}

export function writeData(out: ByteWriter, data: Data): void {
  out.u8(DATA_TAGS[data.type]);
  writeContents(out, data);
}

function writeContents(out: ByteWriter, data: Data): void {
  switch (data.type) {
    case 'null-data':
    case 'dont-care':
      return;
    case 'array':
    case 'structure':
      out.length(data.value.length);
      for (const element of data.value) writeData(out, element);
      return;
    case 'compact-array':
      writeCompactArray(out, data.element, data.value);
      return;
    case 'boolean':
      out.flag(data.value);
      return;
    case 'bit-string':
      writeBits(out, data.value);
      return;
    case 'octet-string':
      out.octets(data.value);
      return;
    case 'visible-string':
      out.octets(oneOctetEach(data.value));
      return;
    case 'utf8-string':
      out.octets(Buffer.from(data.value, 'utf8'));
      return;
    case 'date-time':
      writeFixed(out, data.value, 12);
      return;
    case 'date':
      writeFixed(out, data.value, 5);
      return;
    case 'time':
      writeFixed(out, data.value, 4);
      return;
    case 'long64':
      out.i64(data.value);
      return;
    case 'long64-unsigned':
      out.u64(data.value);
      return;
    case 'float32':
      out.f32(data.value);
      return;
    case 'float64':
      out.f64(data.value);
      return;
    case 'integer':
    case 'delta-integer':
      out.i8(data.value);
      return;
    case 'bcd':
    case 'unsigned':
    case 'enum':
    case 'delta-unsigned':
      out.u8(data.value);
      return;
    case 'long':
    case 'delta-long':
      out.i16(data.value);
      return;
    case 'long-unsigned':
    case 'delta-long-unsigned':
      out.u16(data.value);
      return;
    case 'double-long':
    case 'delta-double-long':
      out.i32(data.value);
      return;
    case 'double-long-unsigned':
    case 'delta-double-long-unsigned':
      out.u32(data.value);
  }
}

/** The standard says ASCII; meters use the other half of the octet too. */
function oneOctetEach(text: string): Buffer {
  const octets = Buffer.from(text, 'latin1');
  if (octets.toString('latin1') !== text) throw new DlmsError('INVALID_VALUE', 'a visible-string has characters of one octet only');
  return octets;
}

function writeFixed(out: ByteWriter, bytes: Uint8Array, size: number): void {
  if (bytes.length !== size) throw new DlmsError('INVALID_VALUE', `${size} octets expected, not ${bytes.length}`);
  out.bytes(bytes);
}

function writeCompactArray(out: ByteWriter, element: TypeDescription, values: readonly Data[]): void {
  writeTypeDescription(out, element);
  const contents = new ByteWriter();
  for (const value of values) writePacked(contents, element, value);
  out.octets(contents.finish());
}

/** Packed contents carry neither tags nor the counts that the description already gives. */
function writePacked(out: ByteWriter, description: TypeDescription, data: Data): void {
  if (data.type !== description.type) throw new DlmsError('INVALID_VALUE', `a ${data.type} in a compact-array of ${description.type}`);
  if (description.type === 'array' || description.type === 'structure') {
    const values = 'value' in data && Array.isArray(data.value) ? (data.value as readonly Data[]) : [];
    const count = description.type === 'array' ? description.count : description.elements.length;
    if (values.length !== count) throw new DlmsError('INVALID_VALUE', `${count} elements expected, not ${values.length}`);
    values.forEach((value, index) => {
      const element = description.type === 'array' ? description.element : description.elements[index];
      if (element !== undefined) writePacked(out, element, value);
    });
    return;
  }
  writeContents(out, data);
}
