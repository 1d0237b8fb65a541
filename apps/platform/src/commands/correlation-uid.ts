import { uuidv5, uuidv7 } from '#event-sourcing';

/** UUIDv5(URL namespace of RFC 9562, "meterlog/idempotency-key"). */
const NAMESPACE = uuidv5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'meterlog/idempotency-key');

/** Time-ordered, or named by organisation and idempotency key where the client sent one. */
export function correlationUidOf(organisation: string, idempotencyKey: string | undefined, now: number): string {
  return idempotencyKey === undefined ? uuidv7(now) : uuidv5(NAMESPACE, JSON.stringify([organisation, idempotencyKey]));
}
