/** invoke-id-and-priority: bits 0-3 id, 5 self-descriptive, 6 confirmed, 7 high priority. C1 = high, confirmed, id 1. */
export const INVOKE_CONFIRMED = 0x40;
export const INVOKE_HIGH_PRIORITY = 0x80;
export const DEFAULT_INVOKE_ID = INVOKE_HIGH_PRIORITY | INVOKE_CONFIRMED | 1;

export function invokeIdOf(invokeIdAndPriority: number): number {
  return invokeIdAndPriority & 0x0f;
}

/** An unconfirmed request must not be answered. */
export function isConfirmed(invokeIdAndPriority: number): boolean {
  return (invokeIdAndPriority & INVOKE_CONFIRMED) !== 0;
}
