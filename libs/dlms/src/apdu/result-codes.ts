/** Data-access-result (Green Book, DLMS enumerations). */
export const DATA_ACCESS_RESULT = {
  success: 0,
  'hardware-fault': 1,
  'temporary-failure': 2,
  'read-write-denied': 3,
  'object-undefined': 4,
  'object-class-inconsistent': 9,
  'object-unavailable': 11,
  'type-unmatched': 12,
  'scope-of-access-violated': 13,
  'data-block-unavailable': 14,
  'long-get-aborted': 15,
  'no-long-get-in-progress': 16,
  'long-set-aborted': 17,
  'no-long-set-in-progress': 18,
  'data-block-number-invalid': 19,
  'other-reason': 250,
} as const;

/** Action-result: as above up to 14, then its own two. */
export const ACTION_RESULT = {
  success: 0,
  'hardware-fault': 1,
  'temporary-failure': 2,
  'read-write-denied': 3,
  'object-undefined': 4,
  'object-class-inconsistent': 9,
  'object-unavailable': 11,
  'type-unmatched': 12,
  'scope-of-access-violated': 13,
  'data-block-unavailable': 14,
  'long-action-aborted': 15,
  'no-long-action-in-progress': 16,
  'other-reason': 250,
} as const;

const dataAccessNames = new Map<number, string>(Object.entries(DATA_ACCESS_RESULT).map(([name, code]) => [code, name]));
const actionNames = new Map<number, string>(Object.entries(ACTION_RESULT).map(([name, code]) => [code, name]));

/** The standard's name, or "unknown (n)": meters do send numbers outside the list. */
export function dataAccessResultName(result: number): string {
  return dataAccessNames.get(result) ?? `unknown (${result})`;
}

export function actionResultName(result: number): string {
  return actionNames.get(result) ?? `unknown (${result})`;
}
