import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import {
  readAttribute,
  readGetResult,
  readList,
  writeAttribute,
  writeGetResult,
  writeList,
  type AttributeRef,
  type GetResult,
} from './descriptors.js';
import { APDU_TAG } from './tags.js';

export type GetRequest =
  | { readonly kind: 'get-request'; readonly invoke: number; readonly attribute: AttributeRef }
  | { readonly kind: 'get-request-next'; readonly invoke: number; readonly blockNumber: number }
  | { readonly kind: 'get-request-list'; readonly invoke: number; readonly attributes: readonly AttributeRef[] };

export type GetResponse =
  | { readonly kind: 'get-response'; readonly invoke: number; readonly result: GetResult }
  | {
      readonly kind: 'get-response-block';
      readonly invoke: number;
      readonly last: boolean;
      readonly number: number;
      /** A cut of the encoded Data (normal) or of count and results (with-list), or the error that ends the transfer. */
      readonly content: { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly result: number };
    }
  | { readonly kind: 'get-response-list'; readonly invoke: number; readonly results: readonly GetResult[] };

const NORMAL = 1;
const NEXT_OR_BLOCK = 2;
const WITH_LIST = 3;

export function encodeGetRequest(request: GetRequest): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.getRequest);
  switch (request.kind) {
    case 'get-request':
      writeAttribute(out.u8(NORMAL).u8(request.invoke), request.attribute);
      break;
    case 'get-request-next':
      out.u8(NEXT_OR_BLOCK).u8(request.invoke).u32(request.blockNumber);
      break;
    case 'get-request-list':
      writeList(out.u8(WITH_LIST).u8(request.invoke), request.attributes, writeAttribute);
  }
  return out.finish();
}

export function readGetRequest(input: ByteReader): GetRequest {
  const choice = input.u8();
  const invoke = input.u8();
  switch (choice) {
    case NORMAL:
      return { kind: 'get-request', invoke, attribute: readAttribute(input) };
    case NEXT_OR_BLOCK:
      return { kind: 'get-request-next', invoke, blockNumber: input.u32() };
    case WITH_LIST:
      return { kind: 'get-request-list', invoke, attributes: readList(input, readAttribute) };
    default:
      throw new DlmsError('MALFORMED', `get-request choice ${choice}`);
  }
}

export function encodeGetResponse(response: GetResponse): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.getResponse);
  switch (response.kind) {
    case 'get-response':
      writeGetResult(out.u8(NORMAL).u8(response.invoke), response.result);
      break;
    case 'get-response-block':
      out.u8(NEXT_OR_BLOCK).u8(response.invoke).flag(response.last).u32(response.number);
      if (response.content.ok) out.u8(0).octets(response.content.bytes);
      else out.u8(1).u8(response.content.result);
      break;
    case 'get-response-list':
      writeList(out.u8(WITH_LIST).u8(response.invoke), response.results, writeGetResult);
  }
  return out.finish();
}

export function readGetResponse(input: ByteReader): GetResponse {
  const choice = input.u8();
  const invoke = input.u8();
  switch (choice) {
    case NORMAL:
      return { kind: 'get-response', invoke, result: readGetResult(input) };
    case NEXT_OR_BLOCK:
      return { kind: 'get-response-block', invoke, last: input.flag(), number: input.u32(), content: readBlockContent(input) };
    case WITH_LIST:
      return { kind: 'get-response-list', invoke, results: readList(input, readGetResult) };
    default:
      throw new DlmsError('MALFORMED', `get-response choice ${choice}`);
  }
}

function readBlockContent(input: ByteReader): Extract<GetResponse, { kind: 'get-response-block' }>['content'] {
  const choice = input.u8();
  if (choice === 0) return { ok: true, bytes: input.octets() };
  if (choice === 1) return { ok: false, result: input.u8() };
  throw new DlmsError('MALFORMED', `datablock choice ${choice}`);
}
