import type { Fault } from './fault.js';

/** Data-access results (DLMS) that another try will not change: read-write-denied, object-undefined, class-inconsistent, type-unmatched, scope-of-access-violated. */
const FINAL_DATA_ACCESS_RESULTS: ReadonlySet<number> = new Set([3, 4, 9, 12, 13]);

const RETRYABLE_CODES: ReadonlySet<number> = new Set([0, 211, 214, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 414, 419, 805]);

/** The parameter of a fault 412 that holds the meter's data-access or action result. */
export const DATA_ACCESS_RESULT = 'dataAccessResult';

/** Whether another attempt may succeed. For 412 the meter's own result decides. */
export function isRetryable(fault: Fault): boolean {
  if (fault.type === 'CANCELLED') return false;
  const result = fault.parameters?.[DATA_ACCESS_RESULT];
  if (fault.code === 412 && result !== undefined) return !FINAL_DATA_ACCESS_RESULTS.has(Number(result));
  return fault.code === 412 || RETRYABLE_CODES.has(fault.code);
}
