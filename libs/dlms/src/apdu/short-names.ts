import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { readList, writeList } from './descriptors.js';
import { APDU_TAG } from './tags.js';

/** What a request by short name is about (Green Book, Variable-Access-Specification). A name is base name + 8 × (attribute - 1). */
export type VariableAccess =
  | { readonly kind: 'name'; readonly name: number }
  | { readonly kind: 'parameterized'; readonly name: number; readonly selector: number; readonly parameter: Data }
  /** Asks for the next block of a response. */
  | { readonly kind: 'next-block'; readonly number: number }
  /** A block of a read request that is too long. */
  | { readonly kind: 'read-block'; readonly last: boolean; readonly number: number; readonly bytes: Uint8Array }
  /** A block of a write request; its octets stand in the data. */
  | { readonly kind: 'write-block'; readonly last: boolean; readonly number: number };

export type ReadResult =
  | { readonly kind: 'data'; readonly data: Data }
  | { readonly kind: 'error'; readonly result: number }
  | { readonly kind: 'block'; readonly last: boolean; readonly number: number; readonly bytes: Uint8Array }
  | { readonly kind: 'block-number'; readonly number: number };

export type WriteResult =
  { readonly kind: 'success' } | { readonly kind: 'error'; readonly result: number } | { readonly kind: 'block-number'; readonly number: number };

export type ShortNameApdu =
  | { readonly kind: 'read-request'; readonly variables: readonly VariableAccess[] }
  | { readonly kind: 'read-response'; readonly results: readonly ReadResult[] }
  | { readonly kind: 'write-request' | 'unconfirmed-write-request'; readonly variables: readonly VariableAccess[]; readonly data: readonly Data[] }
  | { readonly kind: 'write-response'; readonly results: readonly WriteResult[] }
  | {
      readonly kind: 'information-report';
      readonly time?: Uint8Array;
      readonly variables: readonly VariableAccess[];
      readonly data: readonly Data[];
    };

const NAME = 2;
const PARAMETERIZED = 4;
const NEXT_BLOCK = 5;
const READ_BLOCK = 6;
const WRITE_BLOCK = 7;

export function encodeShortNameApdu(apdu: ShortNameApdu): Buffer {
  const out = new ByteWriter();
  switch (apdu.kind) {
    case 'read-request':
      writeList(out.u8(APDU_TAG.readRequest), apdu.variables, writeVariable);
      break;
    case 'read-response':
      writeList(out.u8(APDU_TAG.readResponse), apdu.results, writeReadResult);
      break;
    case 'write-request':
    case 'unconfirmed-write-request':
      writeList(out.u8(apdu.kind === 'write-request' ? APDU_TAG.writeRequest : APDU_TAG.unconfirmedWriteRequest), apdu.variables, writeVariable);
      writeList(out, apdu.data, writeData);
      break;
    case 'write-response':
      writeList(out.u8(APDU_TAG.writeResponse), apdu.results, writeWriteResult);
      break;
    case 'information-report':
      out.u8(APDU_TAG.informationReport);
      if (apdu.time === undefined) out.u8(0);
      else out.u8(1).octets(apdu.time);
      writeList(out, apdu.variables, writeVariable);
      writeList(out, apdu.data, writeData);
  }
  return out.finish();
}

/** `tag`: one of the short name APDUs. */
export function readShortNameApdu(input: ByteReader, tag: number): ShortNameApdu {
  switch (tag) {
    case APDU_TAG.readRequest:
      return { kind: 'read-request', variables: readList(input, readVariable) };
    case APDU_TAG.readResponse:
      return { kind: 'read-response', results: readList(input, readReadResult) };
    case APDU_TAG.writeRequest:
      return { kind: 'write-request', variables: readList(input, readVariable), data: readList(input, readItem) };
    case APDU_TAG.writeResponse:
      return { kind: 'write-response', results: readList(input, readWriteResult) };
    case APDU_TAG.unconfirmedWriteRequest:
      return { kind: 'unconfirmed-write-request', variables: readList(input, readVariable), data: readList(input, readItem) };
    default: {
      const time = input.flag() ? { time: input.octets() } : {};
      return { kind: 'information-report', ...time, variables: readList(input, readVariable), data: readList(input, readItem) };
    }
  }
}

/** What the blocks of a read response are a cut of: count and results. */
export function encodeReadResults(results: readonly ReadResult[]): Buffer {
  const out = new ByteWriter();
  writeList(out, results, writeReadResult);
  return out.finish();
}

function writeVariable(out: ByteWriter, variable: VariableAccess): void {
  switch (variable.kind) {
    case 'name':
      out.u8(NAME).u16(variable.name);
      return;
    case 'parameterized':
      writeData(out.u8(PARAMETERIZED).u16(variable.name).u8(variable.selector), variable.parameter);
      return;
    case 'next-block':
      out.u8(NEXT_BLOCK).u16(variable.number);
      return;
    case 'read-block':
      out.u8(READ_BLOCK).flag(variable.last).u16(variable.number).octets(variable.bytes);
      return;
    case 'write-block':
      out.u8(WRITE_BLOCK).flag(variable.last).u16(variable.number);
  }
}

function readVariable(input: ByteReader): VariableAccess {
  const choice = input.u8();
  switch (choice) {
    case NAME:
      return { kind: 'name', name: input.u16() };
    case PARAMETERIZED:
      return { kind: 'parameterized', name: input.u16(), selector: input.u8(), parameter: readData(input) };
    case NEXT_BLOCK:
      return { kind: 'next-block', number: input.u16() };
    case READ_BLOCK:
      return { kind: 'read-block', last: input.flag(), number: input.u16(), bytes: input.octets() };
    case WRITE_BLOCK:
      return { kind: 'write-block', last: input.flag(), number: input.u16() };
    default:
      throw new DlmsError('MALFORMED', `variable access choice ${choice}`);
  }
}

function writeReadResult(out: ByteWriter, result: ReadResult): void {
  if (result.kind === 'data') writeData(out.u8(0), result.data);
  else if (result.kind === 'error') out.u8(1).u8(result.result);
  else if (result.kind === 'block') out.u8(2).flag(result.last).u16(result.number).octets(result.bytes);
  else out.u8(3).u16(result.number);
}

export function readReadResult(input: ByteReader): ReadResult {
  const choice = input.u8();
  if (choice === 0) return { kind: 'data', data: readData(input) };
  if (choice === 1) return { kind: 'error', result: input.u8() };
  if (choice === 2) return { kind: 'block', last: input.flag(), number: input.u16(), bytes: input.octets() };
  if (choice === 3) return { kind: 'block-number', number: input.u16() };
  throw new DlmsError('MALFORMED', `read response choice ${choice}`);
}

function writeWriteResult(out: ByteWriter, result: WriteResult): void {
  if (result.kind === 'success') out.u8(0);
  else if (result.kind === 'error') out.u8(1).u8(result.result);
  else out.u8(2).u16(result.number);
}

function readWriteResult(input: ByteReader): WriteResult {
  const choice = input.u8();
  if (choice === 0) return { kind: 'success' };
  if (choice === 1) return { kind: 'error', result: input.u8() };
  if (choice === 2) return { kind: 'block-number', number: input.u16() };
  throw new DlmsError('MALFORMED', `write response choice ${choice}`);
}

function readItem(input: ByteReader): Data {
  return readData(input);
}
