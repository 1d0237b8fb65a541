import { DlmsError } from '../errors.js';
import type { HdlcParameters } from '../hdlc/parameters.js';
import { encodeWrapper, WrapperParser } from '../wrapper/wrapper.js';
import { HdlcServerFraming } from './hdlc-server-framing.js';
import type { Parties, ServerFraming, ServerFramingEvent } from './parties.js';

export type ServerFramingOptions = { readonly kind: 'wrapper' } | { readonly kind: 'hdlc'; readonly parameters?: Partial<HdlcParameters> };

export function serverFraming(options: ServerFramingOptions): ServerFraming {
  return options.kind === 'wrapper' ? new WrapperServerFraming() : new HdlcServerFraming(options.parameters ?? {});
}

/** The framing that a client uses, told by the first octet it sends; undefined where it is neither. */
export function framingOf(firstOctet: number): 'wrapper' | 'hdlc' | undefined {
  if (firstOctet === 0x7e) return 'hdlc';
  return firstOctet === 0 ? 'wrapper' : undefined;
}

class WrapperServerFraming implements ServerFraming {
  private readonly parser = new WrapperParser();
  private broken: DlmsError | undefined;

  get failure(): DlmsError | undefined {
    return this.broken;
  }

  receive(bytes: Uint8Array): readonly ServerFramingEvent[] {
    if (this.broken !== undefined) return [];
    try {
      const frames = this.parser.push(bytes);
      this.broken = this.parser.failure;
      return frames.map(({ source, destination, apdu }) => ({ kind: 'apdu', clientSap: source, serverSap: destination, apdu }));
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      this.broken = error;
      return [];
    }
  }

  answer({ clientSap, serverSap }: Parties, apdu: Uint8Array | undefined, more: readonly Uint8Array[] = []): Uint8Array {
    if (apdu === undefined) return new Uint8Array(0);
    const frames = [apdu, ...more].map((each) => encodeWrapper({ source: serverSap, destination: clientSap, apdu: each }));
    return frames.length === 1 && frames[0] !== undefined ? frames[0] : Buffer.concat(frames);
  }
}
