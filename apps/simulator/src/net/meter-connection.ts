import type { Socket } from 'node:net';

import {
  APDU_TAG,
  cipherFamily,
  DATA_ACCESS_RESULT,
  encodeApdu,
  isCiphered,
  serverFraming,
  type Parties,
  type ServerFraming,
  type ServerFramingOptions,
} from '#dlms';
import type { ServerAssociation, ServerReply, ServiceKind } from '#dlms/server/index.js';

import { strikeAny, type FaultPlans } from '../faults/fault-plan.js';
import type { Meter } from '../meter/meter.js';
import { meterAssociation, publicClient } from './meter-association.js';
import { deliver } from './wire-faults.js';

const services: Readonly<Record<number, ServiceKind>> = {
  [APDU_TAG.aarq]: 'aarq',
  [APDU_TAG.rlrq]: 'rlrq',
  [APDU_TAG.getRequest]: 'get',
  [APDU_TAG.setRequest]: 'set',
  [APDU_TAG.actionRequest]: 'action',
};

type Request = Parties & { readonly apdu: Uint8Array };

/** One TCP connection to a meter: cuts frames, keeps an association per client, plays faults. */
export class MeterConnection {
  private readonly framing: ServerFraming;
  private readonly associations = new Map<number, ServerAssociation>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private pdus = 0;
  /** Result that takes the place of the real ones in the request under way; null when none was drawn yet. */
  private injected: number | undefined | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly meter: Meter,
    private readonly plans: FaultPlans,
    framing: ServerFramingOptions['kind'],
  ) {
    this.framing = serverFraming({ kind: framing });
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.receive(bytes));
    socket.on('error', () => socket.destroy());
    const end = (): void => {
      socket.destroy();
    };
    meter.opened(end);
    socket.on('close', () => {
      meter.closed(end);
      this.timers.forEach((timer) => clearTimeout(timer));
    });
  }

  private receive(bytes: Buffer): void {
    this.meter.counters.bytesIn += bytes.length;
    for (const event of this.framing.receive(bytes)) {
      if (event.kind === 'apdu') this.take(event);
      else if (event.kind === 'send') this.send(event.bytes, false);
      else this.associations.delete(event.clientSap);
    }
    if (this.framing.failure !== undefined) this.socket.destroy();
  }

  private take(request: Request): void {
    if (request.serverSap !== this.meter.identity.logicalDevice || this.socket.destroyed) return;
    const association = this.association(request.clientSap);
    if (association === undefined) return;
    this.meter.counters.requests += 1;
    this.pdus += 1;
    const service = serviceOfTag(request.apdu[0]);
    if (strikeAny(this.plans(), ['drop-after-pdus'], service, (fault) => this.pdus > fault.afterPdus) !== undefined) {
      this.socket.destroy();
      return;
    }
    this.injected = null;
    const reply = this.stale(request, service) ?? association.receive(request.apdu);
    this.count(request.clientSap, reply);
    this.answer(request, reply);
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

  private stale({ clientSap }: Request, service: ServiceKind): ServerReply | undefined {
    if (clientSap === publicClient || this.meter.identity.security !== 'hls5' || strikeAny(this.plans(), ['stale-counter'], service) === undefined)
      return undefined;
    const apdu = encodeApdu({ kind: 'exception-response', stateError: 1, serviceError: 6, expectedCounter: this.meter.keys.lastAccepted + 1 });
    return { service, apdu, ...(service === 'aarq' ? { change: 'refused' } : {}) };
  }

  private count(clientSap: number, { change }: ServerReply): void {
    const { counters } = this.meter;
    if (change === 'refused') counters.refusedAssociations += 1;
    if (change !== 'established') return;
    if (clientSap === publicClient) counters.publicAssociations += 1;
    else counters.associations += 1;
  }

  private answer(request: Request, reply: ServerReply): void {
    const secured = request.clientSap !== publicClient && this.meter.identity.security === 'hls5';
    const ciphered = secured && (reply.service === 'aarq' || (reply.apdu !== undefined && isCiphered(reply.apdu)));
    const delivery = deliver(this.plans(), reply, ciphered, (apdu) => this.framing.answer(request, apdu));
    if (delivery.kind === 'nothing') {
      if (reply.apdu === undefined) this.send(this.framing.answer(request, undefined), false);
      return;
    }
    if (delivery.delayMs === 0) {
      this.send(delivery.bytes, delivery.thenClose);
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.send(delivery.bytes, delivery.thenClose);
    }, delivery.delayMs);
    this.timers.add(timer);
  }

  private send(bytes: Uint8Array, thenClose: boolean): void {
    if (this.socket.destroyed || bytes.length === 0) return;
    this.meter.counters.bytesOut += bytes.length;
    if (thenClose) this.socket.end(bytes);
    else this.socket.write(bytes);
  }
}

/** The service that a request's first octet tells, as far as it does. */
function serviceOfTag(tag: number | undefined): ServiceKind {
  if (tag === undefined) return 'unknown';
  return services[tag] ?? services[cipherFamily(tag)?.plain ?? 0] ?? 'unknown';
}
