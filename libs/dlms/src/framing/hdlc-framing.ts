import type { DlmsError } from '../errors.js';
import { HdlcClientLink, type HdlcClientOptions } from '../hdlc/client-link.js';
import type { HdlcEvent } from '../hdlc/link-events.js';
import type { ClientFraming, FramingEvent } from './framing.js';

/** An HDLC link; its own frames stay inside. */
export class HdlcFraming implements ClientFraming {
  private readonly link: HdlcClientLink;

  constructor(options: HdlcClientOptions) {
    this.link = new HdlcClientLink(options);
  }

  get failure(): DlmsError | undefined {
    return this.link.failure;
  }

  get deadline(): number | undefined {
    return this.link.deadline;
  }

  open(): Uint8Array {
    return this.link.connect();
  }

  close(): Uint8Array {
    return this.link.disconnect();
  }

  send(apdu: Uint8Array): Uint8Array {
    return this.link.send(apdu);
  }

  /** The link knows by itself whose turn it is. */
  settled(): void {}

  receive(bytes: Uint8Array): readonly FramingEvent[] {
    return this.link.receive(bytes).map(framingEvent);
  }

  tick(): readonly FramingEvent[] {
    return this.link.tick().map(framingEvent);
  }
}

function framingEvent(event: HdlcEvent): FramingEvent {
  if (event.kind === 'connected') return { kind: 'opened' };
  return event.kind === 'disconnected' ? { kind: 'closed' } : event;
}
