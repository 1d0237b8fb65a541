import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { readActionOutcome, writeActionOutcome, type ActionOutcome } from './action.js';
import { readGetResult, readList, writeGetResult, writeList, type GetResult } from './descriptors.js';

/**
 * What the raw-data of a block transfer is a cut of, once put together:
 * GET normal: one Data (`decodeData`); GET with-list: count and results; SET with-list and ACTION with-list requests: count and values;
 * ACTION response: one outcome, or count and outcomes. Octets after the end are ignored: meters append some.
 */
export function encodeGetResults(results: readonly GetResult[]): Buffer {
  const out = new ByteWriter();
  writeList(out, results, writeGetResult);
  return out.finish();
}

export function decodeGetResults(bytes: Uint8Array): GetResult[] {
  return readList(new ByteReader(bytes), readGetResult);
}

export function encodeValues(values: readonly Data[]): Buffer {
  const out = new ByteWriter();
  writeList(out, values, writeData);
  return out.finish();
}

export function decodeValues(bytes: Uint8Array): Data[] {
  return readList(new ByteReader(bytes), (input) => readData(input));
}

export function encodeActionOutcome(outcome: ActionOutcome): Buffer {
  const out = new ByteWriter();
  writeActionOutcome(out, outcome);
  return out.finish();
}

export function decodeActionOutcome(bytes: Uint8Array): ActionOutcome {
  return readActionOutcome(new ByteReader(bytes));
}

export function encodeActionOutcomes(outcomes: readonly ActionOutcome[]): Buffer {
  const out = new ByteWriter();
  writeList(out, outcomes, writeActionOutcome);
  return out.finish();
}

export function decodeActionOutcomes(bytes: Uint8Array): ActionOutcome[] {
  return readList(new ByteReader(bytes), readActionOutcome);
}
