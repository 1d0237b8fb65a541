import { APDU_TAG, cipherFamily, DATA_ACCESS_RESULT, encodeApdu, isCiphered } from '#dlms';
import type { ServerAssociation, ServerReply, ServiceKind } from '#dlms/server/index.js';

import { strikeAny, type FaultPlans } from '../faults/fault-plan.js';
import type { Meter } from '../meter/meter.js';
import { meterAssociation, publicClient } from './meter-association.js';
import { deliver, type Delivery } from './wire-faults.js';

const services: Readonly<Record<number, ServiceKind>> = {
  [APDU_TAG.aarq]: 'aarq',
  [APDU_TAG.rlrq]: 'rlrq',
  [APDU_TAG.getRequest]: 'get',
  [APDU_TAG.setRequest]: 'set',
  [APDU_TAG.actionRequest]: 'action',
};

/** What comes of a request: bytes, nothing because there is no answer or it got lost, or the end of the connection. */
export type Outcome = Delivery | { readonly kind: 'no-answer' } | { readonly kind: 'close' };

/** One meter on one connection: an association per client, and the faults that strike its requests. */
export class MeterSession {
  private readonly associations = new Map<number, ServerAssociation>();
  /** Clients that have an association now. */
  private readonly associated = new Set<number>();
  private pdus = 0;
  /** Result that takes the place of the real ones in the request under way; null when none was drawn yet. */
  private injected: number | undefined | null = null;

  constructor(
    readonly meter: Meter,
    private readonly plans: FaultPlans,
  ) {}

  /** @param frame puts the answer, and what follows it, into frames */
  take(clientSap: number, apdu: Uint8Array, frame: (apdu: Uint8Array, more: readonly Uint8Array[]) => Uint8Array): Outcome {
    const association = this.association(clientSap);
    if (association === undefined) return { kind: 'no-answer' };
    this.meter.counters.requests += 1;
    this.pdus += 1;
    const service = serviceOfTag(apdu[0]);
    if (strikeAny(this.plans(), ['drop-after-pdus'], service, (fault) => this.pdus > fault.afterPdus) !== undefined) return { kind: 'close' };
    this.injected = null;
    const reply = this.stale(clientSap, service) ?? association.receive(apdu);
    this.count(clientSap, reply);
    if (reply.apdu === undefined) return { kind: 'no-answer' };
    const ciphered = this.isSecured(clientSap) && (reply.service === 'aarq' || isCiphered(reply.apdu));
    return deliver(this.plans(), reply, ciphered, (answer) => frame(answer, reply.more ?? []));
  }

  /** What a client has associated is no more. */
  unlink(clientSap: number): void {
    this.associations.delete(clientSap);
    this.dissociated(clientSap);
  }

  /** The connection has come to its end. */
  closed(): void {
    for (const clientSap of this.associated) this.dissociated(clientSap);
  }

  private association(clientSap: number): ServerAssociation | undefined {
    let found = this.associations.get(clientSap);
    if (found === undefined) {
      found = meterAssociation(this.meter, clientSap, (service) => this.injectedResult(service));
      if (found !== undefined) this.associations.set(clientSap, found);
    }
    return found;
  }

  /** Drawn once per request, so that all attributes of a list fail alike. */
  private injectedResult(service: 'get' | 'set' | 'action'): number | undefined {
    if (this.injected !== null) return this.injected;
    const fault = strikeAny(this.plans(), ['other-reason', 'temporary-failure'], service);
    this.injected =
      fault === undefined ? undefined : (fault.result ?? DATA_ACCESS_RESULT[fault.kind === 'other-reason' ? 'other-reason' : 'temporary-failure']);
    return this.injected;
  }

  private stale(clientSap: number, service: ServiceKind): ServerReply | undefined {
    if (!this.isSecured(clientSap) || strikeAny(this.plans(), ['stale-counter'], service) === undefined) return undefined;
    const apdu = encodeApdu({ kind: 'exception-response', stateError: 1, serviceError: 6, expectedCounter: this.meter.keys.lastAccepted + 1 });
    return { service, apdu, ...(service === 'aarq' ? { change: 'refused' } : {}) };
  }

  private isSecured(clientSap: number): boolean {
    return clientSap !== publicClient && this.meter.identity.security === 'hls5';
  }

  private count(clientSap: number, { change }: ServerReply): void {
    const { counters } = this.meter;
    if (change === 'refused') counters.refusedAssociations += 1;
    if (change === 'released') this.dissociated(clientSap);
    if (change !== 'established') return;
    if (this.associated.size === 0) this.meter.associated(1);
    this.associated.add(clientSap);
    if (clientSap === publicClient) counters.publicAssociations += 1;
    else counters.associations += 1;
  }

  private dissociated(clientSap: number): void {
    if (this.associated.delete(clientSap) && this.associated.size === 0) this.meter.associated(-1);
  }
}

/** The service that a request's first octet tells, as far as it does. */
function serviceOfTag(tag: number | undefined): ServiceKind {
  if (tag === undefined) return 'unknown';
  return services[tag] ?? services[cipherFamily(tag)?.plain ?? 0] ?? 'unknown';
}
