import { clientAddress, serverAddress } from '../hdlc/address.js';
import type { HdlcParameters } from '../hdlc/parameters.js';
import type { ClientFraming } from './framing.js';
import { HdlcFraming } from './hdlc-framing.js';
import { WrapperFraming } from './wrapper-framing.js';

/** What carries the APDUs: the TCP/UDP wrapper, or an HDLC link (opened before and taken down after the association). */
export type FramingOptions =
  | { readonly kind: 'wrapper' }
  | {
      readonly kind: 'hdlc';
      /** Lower part of the server's address; default 0, none. */
      readonly physicalDevice?: number;
      /** Octets of the server's address, if the shortest possible is not the right one. */
      readonly addressSize?: 1 | 2 | 4;
      /** What is proposed; default 128 octets and a window of 1. */
      readonly parameters?: Partial<HdlcParameters>;
      /** How often a frame is repeated before the link is given up. Default 3. */
      readonly retries?: number;
    };

export interface FramedOptions {
  readonly clientSap: number;
  readonly serverSap: number;
  /** Default: the wrapper. */
  readonly framing?: FramingOptions;
  /** A monotonic clock in milliseconds; without one there are no deadlines. */
  readonly now?: () => number;
  /** How long one answer may take; default 5,000 for HDLC and for the wrapper. */
  readonly responseTimeoutMs?: number;
}

export function clientFraming(options: FramedOptions): ClientFraming {
  const { clientSap, serverSap, framing, now, responseTimeoutMs } = options;
  const timing = { ...(now === undefined ? {} : { now }), ...(responseTimeoutMs === undefined ? {} : { responseTimeoutMs }) };
  if (framing === undefined || framing.kind === 'wrapper') return new WrapperFraming({ clientSap, serverSap, ...timing });
  const { physicalDevice, addressSize, parameters, retries } = framing;
  return new HdlcFraming({
    client: clientAddress(clientSap),
    server: serverAddress(serverSap, physicalDevice, addressSize),
    ...(parameters === undefined ? {} : { parameters }),
    ...(retries === undefined ? {} : { retries }),
    ...timing,
  });
}
