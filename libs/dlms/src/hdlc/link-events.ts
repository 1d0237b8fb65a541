import type { HdlcParameters } from './parameters.js';

/** What came of received frames or of time, in order. */
export type HdlcEvent =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'connected'; readonly parameters: HdlcParameters }
  /** An APDU, segments put together, LLC header taken off. */
  | { readonly kind: 'apdu'; readonly apdu: Uint8Array }
  | { readonly kind: 'disconnected' };
