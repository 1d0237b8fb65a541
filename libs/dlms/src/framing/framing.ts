import type { DlmsError } from '../errors.js';

/** What a client's framing made of bytes or of time, in order. */
export type FramingEvent =
  | { readonly kind: 'apdu'; readonly apdu: Uint8Array }
  /** To be written to the transport. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** The link stands: APDUs may be sent. */
  | { readonly kind: 'opened' }
  /** The link was taken down as asked. */
  | { readonly kind: 'closed' };

/** What carries a client's APDUs over a byte stream. */
export interface ClientFraming {
  /** Bytes that open a link, answered by `opened`; undefined where none is needed. */
  open(): Uint8Array | undefined;
  /** Bytes that take the link down, answered by `closed`; undefined where none is needed. */
  close(): Uint8Array | undefined;
  /** `answered`: an answer is due and may be missed. */
  send(apdu: Uint8Array, answered: boolean): Uint8Array;
  /** The answer came, or none is due any more. */
  settled(): void;
  /** Never throws; an error ends the framing and stands in `failure`, behind the events returned. */
  receive(bytes: Uint8Array): readonly FramingEvent[];
  /** To be called after `deadline`. Never throws. */
  tick(): readonly FramingEvent[];
  readonly failure: DlmsError | undefined;
  /** In the clock's milliseconds; undefined while nothing is awaited. */
  readonly deadline: number | undefined;
}
