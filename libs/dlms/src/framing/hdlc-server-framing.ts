import type { HdlcAddress } from '../hdlc/address.js';
import type { HdlcFrame } from '../hdlc/frame.js';
import { FrameParser } from '../hdlc/frame-parser.js';
import type { HdlcParameters } from '../hdlc/parameters.js';
import { HdlcServerLink } from '../hdlc/server-link.js';
import type { Parties, ServerFraming, ServerFramingEvent } from './parties.js';

/** Links that one connection may hold: each has buffers of its own. */
const MAX_LINKS = 8;

/** HDLC on the server's side: one link per client and logical device. Answers in the address format that the client used. */
export class HdlcServerFraming implements ServerFraming {
  readonly failure = undefined;
  private readonly parser = new FrameParser();
  private readonly links = new Map<string, HdlcServerLink>();

  constructor(private readonly parameters: Partial<HdlcParameters>) {}

  receive(bytes: Uint8Array): readonly ServerFramingEvent[] {
    return this.parser.push(bytes).flatMap((frame) => this.take(frame));
  }

  answer(parties: Parties, apdu: Uint8Array | undefined, more: readonly Uint8Array[] = []): Uint8Array {
    return this.links.get(keyOf(parties))?.answer(apdu, more) ?? new Uint8Array(0);
  }

  private take(frame: HdlcFrame): ServerFramingEvent[] {
    // Only a client's address has one octet for sure; what a client cannot be is not ours.
    if (frame.source.size !== 1) return [];
    const parties = { clientSap: frame.source.upper, serverSap: frame.destination.upper };
    const link = this.link(parties, frame.source, frame.destination);
    if (link === undefined) return [];
    return link.receive(frame).map((event): ServerFramingEvent => {
      if (event.kind === 'connected' || event.kind === 'disconnected') return { kind: 'unlinked', ...parties };
      return event.kind === 'apdu' ? { ...event, ...parties } : event;
    });
  }

  private link(parties: Parties, client: HdlcAddress, server: HdlcAddress): HdlcServerLink | undefined {
    const key = keyOf(parties);
    let link = this.links.get(key);
    if (link === undefined && this.links.size < MAX_LINKS) {
      link = new HdlcServerLink({ client, server, parameters: this.parameters });
      this.links.set(key, link);
    }
    return link;
  }
}

function keyOf({ clientSap, serverSap }: Parties): string {
  return `${clientSap}/${serverSap}`;
}
