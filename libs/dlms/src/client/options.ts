import { conformanceOf, type Conformance } from '../apdu/conformance.js';
import type { AttributeRef } from '../apdu/descriptors.js';
import type { FramedOptions } from '../framing/choose-framing.js';

export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'lls'; readonly password: Uint8Array }
  | {
      /** HLS mechanism 3 (MD5) or 4 (SHA-1) with a shared secret. The challenge has 8..64 octets of a CSPRNG, new for each association. */
      readonly kind: 'hls3' | 'hls4';
      readonly secret: Uint8Array;
      readonly challenge: Uint8Array;
    }
  | {
      /** HLS mechanism 5, GMAC; needs `security`. The challenge has 8..64 octets of a CSPRNG, new for each association. */
      readonly kind: 'hls5';
      readonly challenge: Uint8Array;
    };

export interface ClientSecurity {
  /** Global unicast encryption key and authentication key, 16 octets each (suite 0). */
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  /** The client's system title, 8 octets. */
  readonly systemTitle: Uint8Array;
  /** A uint32 greater than all before it, durably reserved before it is returned. Called once per APDU, and once for HLS pass 3. */
  nextInvocationCounter(): number;
  /** New for each association; switches the services after the association to the dedicated key. */
  readonly dedicatedKey?: Uint8Array;
  /** Counters of the dedicated key; without it the global counter goes on (both are accepted by meters). */
  nextDedicatedCounter?(): number;
  /** False: HLS 5 with plain APDUs (application context 1). Default true. */
  readonly ciphered?: boolean;
  /** Security control of requests, and least protection of responses. Default 0x30, encrypted and authenticated. */
  readonly control?: number;
  /** Refuse any other server. Needed only where the AARE carries no title. */
  readonly serverSystemTitle?: Uint8Array;
  /** Last invocation counter seen from this server under these keys; default: none. */
  readonly lastServerCounter?: number;
}

/** Base name + 8 × (attribute - 1); undefined for an attribute that has none. */
export type ShortNameOf = (attribute: AttributeRef) => number | undefined;

export interface ClientOptions extends FramedOptions {
  /** Largest APDU, protection included, that the server may send. Default 0xFFFF, no limit. */
  readonly maxReceivePduSize?: number;
  readonly authentication: Authentication;
  readonly security?: ClientSecurity;
  /** What is proposed; default DEFAULT_CONFORMANCE, with short names SHORT_NAME_CONFORMANCE. */
  readonly conformance?: Conformance;
  /** Default: the invoke id stays 1. Some meters want it to change with each request. */
  readonly incrementInvokeId?: boolean;
  /** Form of the RLRQ in a ciphered association; default 'ciphered'. */
  readonly release?: 'ciphered' | 'bare';
  /** Short name referencing (Green Book, application context 2 or 4): the name of each attribute. GET and SET only, and no HLS. */
  readonly shortNames?: ShortNameOf;
  /** General blocks that the server may send at once, where general-block-transfer was negotiated. Default 4; 1 over HDLC. */
  readonly generalBlockWindow?: number;
  /** Largest value that block transfer may build up, in octets. Default 16 MiB. */
  readonly maxValueSize?: number;
}

/** 005E1D: what meters of the supported profiles offer, without general protection. */
export const DEFAULT_CONFORMANCE: Conformance = conformanceOf(
  'priority-management',
  'block-transfer-with-get',
  'block-transfer-with-set',
  'block-transfer-with-action',
  'multiple-references',
  'get',
  'set',
  'selective-access',
  'action',
);

/** 1C0320 less information-report: what the client can do by short names. */
export const SHORT_NAME_CONFORMANCE: Conformance = conformanceOf('read', 'write', 'multiple-references', 'parameterized-access');

export const DEFAULT_GENERAL_WINDOW = 4;
export const NO_PDU_LIMIT = 0xffff;
export const DEFAULT_MAX_VALUE_SIZE = 16 * 1024 * 1024;
