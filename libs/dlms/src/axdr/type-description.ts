import type { ByteReader } from '../bytes/byte-reader.js';
import type { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { DATA_TAGS, dataTypeOfTag, type TypeDescription } from './data.js';
import { MAX_NESTING } from './limits.js';

/** Element type of a compact-array: 01 count(2) type, 02 count types, else the bare type tag. */
export function writeTypeDescription(out: ByteWriter, description: TypeDescription): void {
  out.u8(DATA_TAGS[description.type]);
  if (description.type === 'array') {
    out.u16(description.count);
    writeTypeDescription(out, description.element);
  } else if (description.type === 'structure') {
    out.length(description.elements.length);
    for (const element of description.elements) writeTypeDescription(out, element);
  }
}

export function readTypeDescription(input: ByteReader, depth = 0): TypeDescription {
  if (depth > MAX_NESTING) throw new DlmsError('LIMIT', `type description nested deeper than ${MAX_NESTING}`);
  const tag = input.u8();
  const type = dataTypeOfTag(tag);
  if (type === undefined || type === 'compact-array') throw new DlmsError('MALFORMED', `type ${tag} in a compact-array`);
  if (type === 'array') {
    const count = input.u16();
    return { type, count, element: readTypeDescription(input, depth + 1) };
  }
  if (type === 'structure') {
    const count = input.length();
    if (count > input.remaining) throw new DlmsError('MALFORMED', `${count} type descriptions announced, ${input.remaining} octets left`);
    return { type, elements: Array.from({ length: count }, () => readTypeDescription(input, depth + 1)) };
  }
  return { type };
}
