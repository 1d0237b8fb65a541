import type { AttributeRef, Data, GetResult, MethodRef } from '#dlms';

/** What an operation may do with a meter. Rejects only when the association is lost or refuses the service. */
export interface MeterAccess {
  /** One result per reference, in order. Several references go as one request where the meter supports it. */
  get(refs: readonly AttributeRef[]): Promise<readonly GetResult[]>;
  /** @returns data-access-result, 0 is success */
  set(ref: AttributeRef, data: Data): Promise<number>;
  /** @returns action-result, 0 is success, and what the method returned */
  action(ref: MethodRef, parameter?: Data): Promise<{ readonly result: number; readonly data?: Data }>;
}
