import type { Data } from '../axdr/data.js';
import type { Conformance } from '../apdu/conformance.js';
import type { GetResult } from '../apdu/descriptors.js';
import type { ActionOutcome } from '../apdu/action.js';
import type { Notification } from '../apdu/apdu.js';

/** What came of received bytes, in order. `send` must be written to the transport before anything else is. */
export type ClientEvent =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'associated';
      /** Conformance: proposed and granted. maxPduSize: the server's limit for requests, 0 and 0xFFFF mean none. */
      readonly negotiated: { readonly conformance: Conformance; readonly maxPduSize: number };
      readonly serverTitle?: Uint8Array;
    }
  /** One result per requested attribute, in order. */
  | { readonly kind: 'get'; readonly results: readonly GetResult[] }
  /** Data-access-result of a SET; `results` of each attribute of a list, `result` the first that is not 0. */
  | { readonly kind: 'set'; readonly result: number; readonly results: readonly number[] }
  /** Action-result, and what the method returned; a returned data-access-result other than 0 stands in `returnedResult`. */
  | { readonly kind: 'action'; readonly result: number; readonly data?: Data; readonly returnedResult?: number }
  /** One outcome per method of an ACTION with-list, in order. */
  | { readonly kind: 'actions'; readonly outcomes: readonly ActionOutcome[] }
  /** One outcome per request of an ACCESS, in order; null-data where there is no value. */
  | {
      readonly kind: 'access';
      readonly results: readonly { readonly kind: 'get' | 'set' | 'action'; readonly result: number; readonly data: Data }[];
    }
  | { readonly kind: 'released' }
  /** Progress of a block transfer from the server; `bytes` is the size of this block. */
  | { readonly kind: 'block'; readonly number: number; readonly bytes: number }
  /** The meter spoke unasked on this connection. */
  | { readonly kind: 'notification'; readonly notification: Notification };
