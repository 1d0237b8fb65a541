import type { Socket } from 'node:net';

import { serverFraming, type Parties, type ServerFraming, type ServerFramingOptions } from '#dlms';

import { MeterSession } from './meter-session.js';
import type { MeterSite, SiteMeter } from './meter-site.js';

type Request = Parties & { readonly apdu: Uint8Array };

/** One TCP connection to the meters behind an address: cuts frames and hands requests to the meter that they name. */
export class MeterConnection {
  private readonly framing: ServerFraming;
  private readonly sessions = new Map<number, MeterSession>();
  private readonly timers = new Set<NodeJS.Timeout>();
  /** The meter that octets are counted for: the one addressed last. */
  private current: MeterSession;

  constructor(
    private readonly socket: Socket,
    private readonly site: MeterSite,
    framing: ServerFramingOptions['kind'],
    inactivityTimeout: number,
  ) {
    this.framing = serverFraming({ kind: framing });
    this.current = this.begin(site.first);
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.receive(bytes));
    socket.on('error', () => socket.destroy());
    if (inactivityTimeout > 0) socket.setTimeout(inactivityTimeout, this.end);
    socket.on('end', () => this.hungUp());
    socket.on('close', () => {
      this.hungUp();
      for (const { meter } of this.sessions.values()) meter.closed(this.end);
      this.timers.forEach((timer) => clearTimeout(timer));
    });
  }

  private readonly end = (): void => {
    this.hungUp();
    this.socket.destroy();
  };

  /** Before the socket is closed for good: the client may be back by then. */
  private hungUp(): void {
    for (const session of this.sessions.values()) session.closed();
  }

  private begin({ meter, plans }: SiteMeter): MeterSession {
    const session = new MeterSession(meter, plans);
    this.sessions.set(meter.identity.logicalDevice, session);
    meter.opened(this.end);
    return session;
  }

  private session(logicalDevice: number): MeterSession | undefined {
    const known = this.sessions.get(logicalDevice);
    if (known !== undefined) return known;
    const device = this.site.device(logicalDevice);
    return device === undefined ? undefined : this.begin(device);
  }

  private receive(bytes: Buffer): void {
    this.current.meter.counters.bytesIn += bytes.length;
    for (const event of this.framing.receive(bytes)) {
      if (event.kind === 'apdu') this.take(event);
      else if (event.kind === 'send') this.send(event.bytes, false);
      else this.sessions.get(event.serverSap)?.unlink(event.clientSap);
    }
    if (this.framing.failure !== undefined) this.socket.destroy();
  }

  private take(request: Request): void {
    if (this.socket.destroyed) return;
    const session = this.session(request.serverSap);
    this.current = session ?? this.current;
    const outcome = session?.take(request.clientSap, request.apdu, (apdu, more) => this.framing.answer(request, apdu, more));
    switch (outcome?.kind) {
      case undefined:
      case 'no-answer':
        this.send(this.framing.answer(request, undefined), false);
        break;
      case 'close':
        this.socket.destroy();
        break;
      case 'send':
        this.sendLater(outcome.bytes, outcome.delayMs, outcome.thenClose);
        break;
      case 'nothing':
    }
  }

  private sendLater(bytes: Uint8Array, delayMs: number, thenClose: boolean): void {
    if (delayMs === 0) {
      this.send(bytes, thenClose);
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.send(bytes, thenClose);
    }, delayMs);
    this.timers.add(timer);
  }

  private send(bytes: Uint8Array, thenClose: boolean): void {
    if (this.socket.destroyed || bytes.length === 0) return;
    this.current.meter.counters.bytesOut += bytes.length;
    if (thenClose) this.socket.end(bytes);
    else this.socket.write(bytes);
  }
}
