import type { DlmsError } from '../errors.js';

/** Who speaks to which logical device. */
export interface Parties {
  readonly clientSap: number;
  readonly serverSap: number;
}

/** What a server's framing made of bytes, in order. */
export type ServerFramingEvent =
  | ({ readonly kind: 'apdu'; readonly apdu: Uint8Array } & Parties)
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** The link of these two began anew or was taken down: what was associated is no more. */
  | ({ readonly kind: 'unlinked' } & Parties);

/** What carries a server's APDUs over a byte stream. */
export interface ServerFraming {
  /** Never throws; an error ends the framing and stands in `failure`, behind the events returned. */
  receive(bytes: Uint8Array): readonly ServerFramingEvent[];
  /** Bytes of the answer to an `apdu` event; must be called once for each, with undefined where no answer is due; `more` goes out behind it. */
  answer(parties: Parties, apdu: Uint8Array | undefined, more?: readonly Uint8Array[]): Uint8Array;
  readonly failure: DlmsError | undefined;
}
