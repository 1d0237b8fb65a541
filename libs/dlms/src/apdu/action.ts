import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import {
  readBlock,
  readGetResult,
  readList,
  readMethod,
  writeBlock,
  writeGetResult,
  writeList,
  writeMethod,
  type DataBlock,
  type GetResult,
  type MethodRef,
} from './descriptors.js';
import { APDU_TAG } from './tags.js';

export type ActionRequest =
  | { readonly kind: 'action-request'; readonly invoke: number; readonly method: MethodRef; readonly parameter?: Data }
  | { readonly kind: 'action-request-next'; readonly invoke: number; readonly blockNumber: number }
  | {
      /** One parameter per method; null-data where a method has none. */
      readonly kind: 'action-request-list';
      readonly invoke: number;
      readonly methods: readonly MethodRef[];
      readonly parameters: readonly Data[];
    }
  | { readonly kind: 'action-request-first-block'; readonly invoke: number; readonly method: MethodRef; readonly block: DataBlock }
  | { readonly kind: 'action-request-list-first-block'; readonly invoke: number; readonly methods: readonly MethodRef[]; readonly block: DataBlock }
  | { readonly kind: 'action-request-block'; readonly invoke: number; readonly block: DataBlock };

/** action-result (0 success) and what the method returned, if anything. */
export interface ActionOutcome {
  readonly result: number;
  readonly returned?: GetResult;
}

export type ActionResponse =
  | { readonly kind: 'action-response'; readonly invoke: number; readonly outcome: ActionOutcome }
  | {
      /** The blocks hold the outcome as in a normal response; of several methods, a count and the outcomes. */
      readonly kind: 'action-response-block';
      readonly invoke: number;
      readonly block: DataBlock;
    }
  | { readonly kind: 'action-response-list'; readonly invoke: number; readonly outcomes: readonly ActionOutcome[] }
  | { readonly kind: 'action-response-next'; readonly invoke: number; readonly blockNumber: number };

export function encodeActionRequest(request: ActionRequest): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.actionRequest);
  switch (request.kind) {
    case 'action-request':
      writeMethod(out.u8(1).u8(request.invoke), request.method);
      if (request.parameter === undefined) out.u8(0);
      else writeData(out.u8(1), request.parameter);
      break;
    case 'action-request-next':
      out.u8(2).u8(request.invoke).u32(request.blockNumber);
      break;
    case 'action-request-list':
      writeList(out.u8(3).u8(request.invoke), request.methods, writeMethod);
      writeList(out, request.parameters, writeData);
      break;
    case 'action-request-first-block':
      writeMethod(out.u8(4).u8(request.invoke), request.method);
      writeBlock(out, request.block);
      break;
    case 'action-request-list-first-block':
      writeList(out.u8(5).u8(request.invoke), request.methods, writeMethod);
      writeBlock(out, request.block);
      break;
    case 'action-request-block':
      writeBlock(out.u8(6).u8(request.invoke), request.block);
  }
  return out.finish();
}

export function readActionRequest(input: ByteReader): ActionRequest {
  const choice = input.u8();
  const invoke = input.u8();
  switch (choice) {
    case 1: {
      const method = readMethod(input);
      return { kind: 'action-request', invoke, method, ...(input.flag() ? { parameter: readData(input) } : {}) };
    }
    case 2:
      return { kind: 'action-request-next', invoke, blockNumber: input.u32() };
    case 3:
      return { kind: 'action-request-list', invoke, methods: readList(input, readMethod), parameters: readList(input, (item) => readData(item)) };
    case 4:
      return { kind: 'action-request-first-block', invoke, method: readMethod(input), block: readBlock(input) };
    case 5:
      return { kind: 'action-request-list-first-block', invoke, methods: readList(input, readMethod), block: readBlock(input) };
    case 6:
      return { kind: 'action-request-block', invoke, block: readBlock(input) };
    default:
      throw new DlmsError('MALFORMED', `action-request choice ${choice}`);
  }
}

export function encodeActionResponse(response: ActionResponse): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.actionResponse);
  switch (response.kind) {
    case 'action-response':
      writeActionOutcome(out.u8(1).u8(response.invoke), response.outcome);
      break;
    case 'action-response-block':
      writeBlock(out.u8(2).u8(response.invoke), response.block);
      break;
    case 'action-response-list':
      writeList(out.u8(3).u8(response.invoke), response.outcomes, writeActionOutcome);
      break;
    case 'action-response-next':
      out.u8(4).u8(response.invoke).u32(response.blockNumber);
  }
  return out.finish();
}

export function readActionResponse(input: ByteReader): ActionResponse {
  const choice = input.u8();
  const invoke = input.u8();
  switch (choice) {
    case 1:
      return { kind: 'action-response', invoke, outcome: readActionOutcome(input) };
    case 2:
      return { kind: 'action-response-block', invoke, block: readBlock(input) };
    case 3:
      return { kind: 'action-response-list', invoke, outcomes: readList(input, readActionOutcome) };
    case 4:
      return { kind: 'action-response-next', invoke, blockNumber: input.u32() };
    default:
      throw new DlmsError('MALFORMED', `action-response choice ${choice}`);
  }
}

export function writeActionOutcome(out: ByteWriter, outcome: ActionOutcome): void {
  out.u8(outcome.result);
  if (outcome.returned === undefined) out.u8(0);
  else writeGetResult(out.u8(1), outcome.returned);
}

export function readActionOutcome(input: ByteReader): ActionOutcome {
  const result = input.u8();
  return input.flag() ? { result, returned: readGetResult(input) } : { result };
}
