import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import { DlmsError } from '../errors.js';
import { unexpected, type Exchange, type Step } from './exchange.js';
import type { ShortNameOf } from './options.js';
import { variableOf } from './read-exchange.js';
import type { Assignment } from './set-exchange.js';

/** WRITE of one or several attributes by short names. What does not fit the server's PDU is PDU_TOO_LONG. */
export class WriteExchange implements Exchange {
  readonly first: Apdu;

  constructor(
    private readonly assignments: readonly Assignment[],
    nameOf: ShortNameOf,
    room: number,
  ) {
    if (assignments.length === 0) throw new DlmsError('INVALID_VALUE', 'WRITE of no attribute');
    this.first = {
      kind: 'write-request',
      variables: assignments.map(({ attribute }) => variableOf(attribute, nameOf)),
      data: assignments.map(({ data }) => data),
    };
    const size = encodeApdu(this.first).length;
    if (size > room) throw new DlmsError('PDU_TOO_LONG', `WRITE of ${size} octets to a server that takes ${room}`);
  }

  receive(answer: Apdu): Step {
    if (answer.kind !== 'write-response') throw unexpected(answer);
    const { length } = this.assignments;
    if (answer.results.length !== length) throw new DlmsError('UNEXPECTED_APDU', `${answer.results.length} results for ${length} attributes`);
    const results = answer.results.map((result) => {
      if (result.kind === 'block-number') throw unexpected(answer);
      return result.kind === 'success' ? 0 : result.result;
    });
    return { events: [{ kind: 'set', result: results.find((result) => result !== 0) ?? 0, results }] };
  }
}
