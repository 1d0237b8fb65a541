import type { DlmsError } from '../errors.js';
import type { Parties } from '../framing/parties.js';
import { serverFraming, type ServerFramingOptions } from '../framing/server-framing.js';
import type { ServerReply } from './options.js';
import type { ServerAssociation } from './server-association.js';

export interface ServerConnectionOptions {
  /** Default: the wrapper. */
  readonly framing?: ServerFramingOptions;
  /** A new association for a client and a logical device; undefined where there is none: it gets no answer. */
  association(parties: Parties): ServerAssociation | undefined;
  /** Associations that one connection may hold. Default 8. */
  readonly maxAssociations?: number;
}

/** What came of received bytes, in order. */
export type ServerEvent =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** What a request was about; its answer is in the `send` behind this. */
  | ({ readonly kind: 'served'; readonly reply: ServerReply } & Parties);

const DEFAULT_MAX_ASSOCIATIONS = 8;

/** A server's end of one connection, sans-io, over either framing: an association for each pair of client and logical device. */
export class ServerConnection {
  private readonly framing;
  private readonly associations = new Map<string, ServerAssociation>();

  constructor(private readonly options: ServerConnectionOptions) {
    this.framing = serverFraming(options.framing ?? { kind: 'wrapper' });
  }

  /** Set when the stream cannot be read any further: the connection is to be closed. */
  get failure(): DlmsError | undefined {
    return this.framing.failure;
  }

  /** Takes bytes in any pieces. Never throws for anything that a client sends. */
  receive(bytes: Uint8Array): readonly ServerEvent[] {
    const events: ServerEvent[] = [];
    for (const event of this.framing.receive(bytes)) {
      if (event.kind === 'send') events.push(event);
      else if (event.kind === 'unlinked') this.associations.delete(keyOf(event));
      else this.serve(event, event.apdu, events);
    }
    return events;
  }

  private serve({ clientSap, serverSap }: Parties, apdu: Uint8Array, events: ServerEvent[]): void {
    const parties = { clientSap, serverSap };
    const association = this.associationOf(parties);
    const reply = association?.receive(apdu);
    if (reply !== undefined) events.push({ kind: 'served', reply, ...parties });
    const bytes = this.framing.answer(parties, reply?.apdu, reply?.more);
    if (bytes.length > 0) events.push({ kind: 'send', bytes });
  }

  private associationOf(parties: Parties): ServerAssociation | undefined {
    const key = keyOf(parties);
    let found = this.associations.get(key);
    if (found === undefined && this.associations.size < (this.options.maxAssociations ?? DEFAULT_MAX_ASSOCIATIONS)) {
      found = this.options.association(parties);
      if (found !== undefined) this.associations.set(key, found);
    }
    return found;
  }
}

function keyOf({ clientSap, serverSap }: Parties): string {
  return `${clientSap}/${serverSap}`;
}
