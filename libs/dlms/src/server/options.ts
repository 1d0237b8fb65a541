import type { Conformance } from '../apdu/conformance.js';
import { conformanceOf } from '../apdu/conformance.js';
import type { ActionOutcome } from '../apdu/action.js';
import type { AttributeRef, GetResult, MethodRef } from '../apdu/descriptors.js';
import type { Data } from '../axdr/data.js';
import type { InvocationWindow } from '../security/invocation-window.js';

/** What the association gives access to. Results are data-access-results and action-results, 0 for success. */
export interface ServerObjects {
  read(ref: AttributeRef): GetResult;
  write(ref: AttributeRef, data: Data): number;
  invoke(method: MethodRef, parameter?: Data): ActionOutcome;
}

/** Keys in force, and what is remembered per key: both counters live as long as the key does. */
export interface ServerKeys {
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
  /** Counters of the clients; kept by the owner over associations. */
  readonly window: InvocationWindow;
  /** The server's own counter under this key, rising, never 0. */
  nextInvocationCounter(): number;
}

/** What a server that ciphers needs. */
export interface ServerSecurity {
  /** The server's system title, 8 octets. */
  readonly systemTitle: Uint8Array;
  /** The keys in force at this moment. */
  keys(): ServerKeys;
  /** Whether a key that changes during an association counts for its next request or for the next association. */
  readonly keySwitch: 'immediate' | 'next-association';
  /** Least protection of requests: 0x10 authenticated, 0x20 encrypted, 0x30 both (default). Answers are protected like their request. */
  readonly policy?: number;
}

/** How clients have to show who they are. With `security` every APDU is ciphered, and no clear one is taken. */
export type ServerAuthentication =
  | { readonly kind: 'none'; readonly security?: ServerSecurity }
  | { readonly kind: 'lls'; readonly password: Uint8Array; readonly security?: ServerSecurity }
  | {
      /** HLS mechanism 3 (MD5) or 4 (SHA-1). */
      readonly kind: 'hls3' | 'hls4';
      readonly secret: Uint8Array;
      /** A new challenge of 8..64 octets from a CSPRNG. */
      challenge(): Uint8Array;
      readonly security?: ServerSecurity;
    }
  | ({
      /** HLS mechanism 5, GMAC. */
      readonly kind: 'hls5';
      challenge(): Uint8Array;
      /** False: the APDUs after the proof are plain. Default true. */
      readonly ciphered?: boolean;
    } & ServerSecurity);

/** The attribute that a short name stands for; undefined for a name that is none. */
export type AttributeOf = (name: number) => AttributeRef | undefined;

export interface ServerOptions {
  readonly authentication: ServerAuthentication;
  readonly objects: ServerObjects;
  readonly conformance?: Conformance;
  /** Largest APDU, protection included, that the server sends or takes. */
  readonly maxPduSize?: number;
  /** Serves clients that refer by short names, too; not with HLS. */
  readonly shortNames?: AttributeOf;
  /** General blocks that a client may send at once, where `conformance` has general-block-transfer. Default 4. */
  readonly generalBlockWindow?: number;
}

/** 405E9D less data notification: what the simulated meters can do. */
export const SERVER_CONFORMANCE: Conformance = conformanceOf(
  'general-protection',
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

/** What a server can do by short names. */
export const SERVER_SHORT_NAME_CONFORMANCE: Conformance = conformanceOf(
  'read',
  'write',
  'unconfirmed-write',
  'multiple-references',
  'parameterized-access',
);

export const SERVER_GENERAL_WINDOW = 4;
export const SERVER_MAX_PDU_SIZE = 1024;

/** What a request was about, as far as it could be read. */
export type ServiceKind = 'aarq' | 'rlrq' | 'get' | 'set' | 'action' | 'unknown';

/** Outcome of one received APDU. */
export interface ServerReply {
  readonly service: ServiceKind;
  /** `established` when the association stands after this APDU and did not before, `refused` when it was turned down. */
  readonly change?: 'established' | 'refused' | 'released';
  /** Number of the block that a GET is answered with, where it takes several. */
  readonly block?: number;
  /** The APDU to send, protected as it must be; absent where no answer is due. */
  readonly apdu?: Uint8Array;
  /** Further APDUs to send behind it: general blocks that the client takes at once. */
  readonly more?: readonly Uint8Array[];
}
