import type { Fault } from './fault.js';

/** Data-access results (DLMS) that another try will not change: read-write-denied, object-undefined, class-inconsistent, type-unmatched, scope-of-access-violated. */
const FINAL_DATA_ACCESS_RESULTS: ReadonlySet<number> = new Set([3, 4, 9, 12, 13]);

/** First and last code of what another try will not change, exceptions aside. */
const FINAL_CODES: readonly (readonly [number, number])[] = [
  [201, 210],
  [212, 213],
  [215, 222],
  [300, 499],
  [600, 899],
];

/** Within the final ranges: the network, a provider or the vault may do better the next time. */
const RETRYABLE_WITHIN: ReadonlySet<number> = new Set([414, 419, 805]);

/** Types of ours that are an end in themselves. */
const FINAL_TYPES: ReadonlySet<string> = new Set(['CANCELLED', 'EFFECT_UNKNOWN']);

/** The parameter of a fault 412 that holds the meter's data-access or action result. */
export const DATA_ACCESS_RESULT = 'dataAccessResult';

export type RetryClass = 'retryable' | 'final' | 'by result';

/** What a code alone says of another attempt; what nobody classified may succeed the next time. */
export function retryClassOf(code: number): RetryClass {
  if (code === 412) return 'by result';
  if (RETRYABLE_WITHIN.has(code)) return 'retryable';
  return FINAL_CODES.some(([first, last]) => code >= first && code <= last) ? 'final' : 'retryable';
}

/** Whether another attempt may succeed. For 412 the meter's own result decides. */
export function isRetryable(fault: Fault): boolean {
  if (FINAL_TYPES.has(fault.type)) return false;
  const result = fault.parameters?.[DATA_ACCESS_RESULT];
  if (fault.code === 412) return result === undefined || !FINAL_DATA_ACCESS_RESULTS.has(Number(result));
  return retryClassOf(fault.code) !== 'final';
}
