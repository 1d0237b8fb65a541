import type { ServerReply } from '#dlms/server/index.js';

import { strikeAny, type FaultPlan } from '../faults/fault-plan.js';

/** What becomes of an answer on its way out. */
export type Delivery =
  { readonly kind: 'send'; readonly bytes: Uint8Array; readonly delayMs: number; readonly thenClose: boolean } | { readonly kind: 'nothing' };

const garbageSize = 40;

/** Applies the faults that concern the bytes of an answer. `wrap` puts an APDU into its wrapper. */
export function deliver(plans: readonly FaultPlan[], reply: ServerReply, ciphered: boolean, wrap: (apdu: Uint8Array) => Uint8Array): Delivery {
  const { apdu, service } = reply;
  if (apdu === undefined) return { kind: 'nothing' };
  if (strikeAny(plans, ['silent'], service) !== undefined) return { kind: 'nothing' };
  if (reply.block !== undefined && strikeAny(plans, ['lose-block'], service, (fault) => fault.blockNumber === reply.block) !== undefined) {
    return { kind: 'nothing' };
  }
  const delayMs = strikeAny(plans, ['delay'], service)?.delayMs ?? 0;
  if (ciphered && strikeAny(plans, ['bad-tag'], service) !== undefined) return { kind: 'send', bytes: wrap(badTag(apdu)), delayMs, thenClose: false };
  const truncated = strikeAny(plans, ['truncate'], service);
  if (truncated !== undefined) return { kind: 'send', bytes: wrap(apdu).subarray(0, truncated.afterBytes), delayMs, thenClose: true };
  if (strikeAny(plans, ['garbage'], service) !== undefined) return { kind: 'send', bytes: garbage(plans), delayMs, thenClose: false };
  return { kind: 'send', bytes: wrap(apdu), delayMs, thenClose: false };
}

function badTag(apdu: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(apdu);
  const last = copy.length - 1;
  copy[last] = (copy[last] ?? 0) ^ 0xff;
  return copy;
}

function garbage(plans: readonly FaultPlan[]): Uint8Array {
  const [plan] = plans;
  // The first octet is never that of a wrapper.
  return Uint8Array.from({ length: garbageSize }, (_, index) => (index === 0 ? 0xff : Math.floor((plan?.random() ?? 0) * 256)));
}
