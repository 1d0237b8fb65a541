import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { readAttribute, readBlock, readList, writeAttribute, writeBlock, writeList, type AttributeRef, type DataBlock } from './descriptors.js';
import { APDU_TAG } from './tags.js';

export type SetRequest =
  | { readonly kind: 'set-request'; readonly invoke: number; readonly attribute: AttributeRef; readonly data: Data }
  | { readonly kind: 'set-request-first-block'; readonly invoke: number; readonly attribute: AttributeRef; readonly block: DataBlock }
  | { readonly kind: 'set-request-block'; readonly invoke: number; readonly block: DataBlock }
  | { readonly kind: 'set-request-list'; readonly invoke: number; readonly attributes: readonly AttributeRef[]; readonly data: readonly Data[] }
  | {
      /** The blocks hold a count and the values. */
      readonly kind: 'set-request-list-first-block';
      readonly invoke: number;
      readonly attributes: readonly AttributeRef[];
      readonly block: DataBlock;
    };

/** Results are data-access-results, 0 for success. */
export type SetResponse =
  | { readonly kind: 'set-response'; readonly invoke: number; readonly result: number }
  | { readonly kind: 'set-response-block'; readonly invoke: number; readonly number: number }
  | { readonly kind: 'set-response-last-block'; readonly invoke: number; readonly result: number; readonly number: number }
  | { readonly kind: 'set-response-last-block-list'; readonly invoke: number; readonly results: readonly number[]; readonly number: number }
  | { readonly kind: 'set-response-list'; readonly invoke: number; readonly results: readonly number[] };

export function encodeSetRequest(request: SetRequest): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.setRequest);
  switch (request.kind) {
    case 'set-request':
      writeAttribute(out.u8(1).u8(request.invoke), request.attribute);
      writeData(out, request.data);
      break;
    case 'set-request-first-block':
      writeAttribute(out.u8(2).u8(request.invoke), request.attribute);
      writeBlock(out, request.block);
      break;
    case 'set-request-block':
      writeBlock(out.u8(3).u8(request.invoke), request.block);
      break;
    case 'set-request-list':
      writeList(out.u8(4).u8(request.invoke), request.attributes, writeAttribute);
      writeList(out, request.data, writeData);
      break;
    case 'set-request-list-first-block':
      writeList(out.u8(5).u8(request.invoke), request.attributes, writeAttribute);
      writeBlock(out, request.block);
  }
  return out.finish();
}

export function readSetRequest(input: ByteReader): SetRequest {
  const choice = input.u8();
  const invoke = input.u8();
  switch (choice) {
    case 1:
      return { kind: 'set-request', invoke, attribute: readAttribute(input), data: readData(input) };
    case 2:
      return { kind: 'set-request-first-block', invoke, attribute: readAttribute(input), block: readBlock(input) };
    case 3:
      return { kind: 'set-request-block', invoke, block: readBlock(input) };
    case 4:
      return { kind: 'set-request-list', invoke, attributes: readList(input, readAttribute), data: readList(input, readItem) };
    case 5:
      return { kind: 'set-request-list-first-block', invoke, attributes: readList(input, readAttribute), block: readBlock(input) };
    default:
      throw new DlmsError('MALFORMED', `set-request choice ${choice}`);
  }
}

export function encodeSetResponse(response: SetResponse): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.setResponse);
  switch (response.kind) {
    case 'set-response':
      out.u8(1).u8(response.invoke).u8(response.result);
      break;
    case 'set-response-block':
      out.u8(2).u8(response.invoke).u32(response.number);
      break;
    case 'set-response-last-block':
      out.u8(3).u8(response.invoke).u8(response.result).u32(response.number);
      break;
    case 'set-response-last-block-list':
      writeList(out.u8(4).u8(response.invoke), response.results, writeResult);
      out.u32(response.number);
      break;
    case 'set-response-list':
      writeList(out.u8(5).u8(response.invoke), response.results, writeResult);
  }
  return out.finish();
}

export function readSetResponse(input: ByteReader): SetResponse {
  const choice = input.u8();
  const invoke = input.u8();
  switch (choice) {
    case 1:
      return { kind: 'set-response', invoke, result: input.u8() };
    case 2:
      return { kind: 'set-response-block', invoke, number: input.u32() };
    case 3:
      return { kind: 'set-response-last-block', invoke, result: input.u8(), number: input.u32() };
    case 4:
      return { kind: 'set-response-last-block-list', invoke, results: readList(input, readResult), number: input.u32() };
    case 5:
      return { kind: 'set-response-list', invoke, results: readList(input, readResult) };
    default:
      throw new DlmsError('MALFORMED', `set-response choice ${choice}`);
  }
}

function readItem(input: ByteReader): Data {
  return readData(input);
}

function writeResult(out: ByteWriter, result: number): void {
  out.u8(result);
}

function readResult(input: ByteReader): number {
  return input.u8();
}
