import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import type { ByteReader } from '../bytes/byte-reader.js';
import type { ByteWriter } from '../bytes/byte-writer.js';
import { formatObis, parseObis } from '../cosem-types/obis.js';
import { DlmsError } from '../errors.js';
import { readSelectiveAccess, selectorOf, writeSelector, type SelectiveAccess } from './selective-access.js';

/** An attribute of an object, perhaps with selective access. */
export interface AttributeRef {
  readonly classId: number;
  readonly obis: string;
  readonly attribute: number;
  readonly access?: SelectiveAccess;
}

export interface MethodRef {
  readonly classId: number;
  readonly obis: string;
  readonly method: number;
}

/** One piece of a value that did not fit one APDU. Numbers start at 1. */
export interface DataBlock {
  readonly last: boolean;
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Outcome of reading one attribute: the value, or a data-access-result (never 0). */
export type GetResult = { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly result: number };

export function writeAttribute(out: ByteWriter, ref: AttributeRef): void {
  out.u16(ref.classId).bytes(parseObis(ref.obis)).i8(ref.attribute);
  if (ref.access === undefined) {
    out.u8(0);
    return;
  }
  out.u8(1).u8(selectorOf(ref.access));
  writeSelector(out, ref.access);
}

export function readAttribute(input: ByteReader): AttributeRef {
  const target = { classId: input.u16(), obis: formatObis(input.bytes(6)), attribute: input.i8() };
  if (!input.flag()) return target;
  return { ...target, access: readSelectiveAccess(input, target) };
}

export function writeMethod(out: ByteWriter, ref: MethodRef): void {
  out.u16(ref.classId).bytes(parseObis(ref.obis)).i8(ref.method);
}

export function readMethod(input: ByteReader): MethodRef {
  return { classId: input.u16(), obis: formatObis(input.bytes(6)), method: input.i8() };
}

export function writeBlock(out: ByteWriter, block: DataBlock): void {
  out.flag(block.last).u32(block.number).octets(block.bytes);
}

export function readBlock(input: ByteReader): DataBlock {
  return { last: input.flag(), number: input.u32(), bytes: input.octets() };
}

export function writeGetResult(out: ByteWriter, result: GetResult): void {
  if (result.ok) writeData(out.u8(0), result.data);
  else out.u8(1).u8(result.result);
}

export function readGetResult(input: ByteReader): GetResult {
  const choice = input.u8();
  if (choice === 0) return { ok: true, data: readData(input) };
  if (choice === 1) return { ok: false, result: input.u8() };
  throw new DlmsError('MALFORMED', `get-data-result choice ${choice}`);
}

/** A count, then as many items, each of at least one octet. */
export function readList<T>(input: ByteReader, read: (input: ByteReader) => T): T[] {
  const count = input.length();
  if (count > input.remaining) throw new DlmsError('MALFORMED', `${count} items announced, ${input.remaining} octets left`);
  const items: T[] = [];
  for (let index = 0; index < count; index += 1) items.push(read(input));
  return items;
}

export function writeList<T>(out: ByteWriter, items: readonly T[], write: (out: ByteWriter, item: T) => void): void {
  out.length(items.length);
  for (const item of items) write(out, item);
}
