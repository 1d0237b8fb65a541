import type { AccessItem } from '../apdu/access.js';
import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import type { AttributeRef, MethodRef } from '../apdu/descriptors.js';
import type { Data } from '../axdr/data.js';
import { DlmsError } from '../errors.js';
import { unexpected, type Exchange, type Step } from './exchange.js';

/** One of the requests of an ACCESS, with its data. */
export type AccessCall =
  | { readonly kind: 'get'; readonly attribute: AttributeRef }
  | { readonly kind: 'set'; readonly attribute: AttributeRef; readonly data: Data }
  | { readonly kind: 'action'; readonly method: MethodRef; readonly data?: Data };

/** High priority, confirmed, id 1. */
const LONG_INVOKE = 0xc0000001;
const NULL: Data = { type: 'null-data' };

/** ACCESS: gets, sets and actions in one request. What does not fit the server's PDU needs general block transfer. */
export class AccessExchange implements Exchange {
  readonly first: Apdu;

  constructor(
    private readonly calls: readonly AccessCall[],
    room: number,
  ) {
    if (calls.length === 0) throw new DlmsError('INVALID_VALUE', 'ACCESS to nothing');
    const data = calls.map((call) => ('data' in call ? (call.data ?? NULL) : NULL));
    this.first = { kind: 'access-request', longInvoke: LONG_INVOKE, items: calls.map(itemOf), data };
    const size = encodeApdu(this.first).length;
    if (size > room) throw new DlmsError('PDU_TOO_LONG', `ACCESS of ${size} octets to a server that takes ${room}`);
  }

  receive(answer: Apdu): Step {
    if (answer.kind !== 'access-response' || answer.longInvoke !== LONG_INVOKE) throw unexpected(answer);
    const { results, data } = answer;
    if (results.length !== this.calls.length || data.length !== results.length) {
      throw new DlmsError('UNEXPECTED_APDU', `${results.length} results and ${data.length} values for ${this.calls.length} requests`);
    }
    return { events: [{ kind: 'access', results: results.map(({ kind, result }, index) => ({ kind, result, data: data[index] ?? NULL })) }] };
  }
}

function itemOf(call: AccessCall): AccessItem {
  return call.kind === 'action' ? { kind: 'action', method: call.method } : { kind: call.kind, attribute: call.attribute };
}
