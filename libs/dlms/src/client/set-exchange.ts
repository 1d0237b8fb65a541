import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import { encodeValues } from '../apdu/block-contents.js';
import type { AttributeRef, DataBlock } from '../apdu/descriptors.js';
import type { Data } from '../axdr/data.js';
import { encodeData } from '../axdr/encode-data.js';
import { DlmsError } from '../errors.js';
import { BlockCutter } from './block-cutter.js';
import { unexpected, type Exchange, type Step } from './exchange.js';

/** An attribute and the value it shall have. */
export interface Assignment {
  readonly attribute: AttributeRef;
  readonly data: Data;
}

const EMPTY: DataBlock = { last: false, number: 1, bytes: new Uint8Array(0) };
/** C1 03 iip last block-number(4). */
const BLOCK_HEADER = 8;

/** SET of one attribute, or with-list of several; cut into blocks when it does not fit the server's PDU. */
export class SetExchange implements Exchange {
  readonly first: Apdu;
  private readonly cutter: BlockCutter | undefined;

  /** `room`: octets of a plain APDU; `blocks`: whether the server takes blocks. */
  constructor(
    private readonly assignments: readonly Assignment[],
    readonly invoke: number,
    private readonly room: number,
    blocks: boolean,
  ) {
    const whole = this.whole();
    const size = encodeApdu(whole).length;
    if (size <= room) {
      this.first = whole;
      return;
    }
    if (!blocks) throw new DlmsError('PDU_TOO_LONG', `SET of ${size} octets to a server that takes ${room} and no blocks`);
    const values = assignments.map((assignment) => assignment.data);
    this.cutter = new BlockCutter(values.length === 1 && values[0] !== undefined ? encodeData(values[0]) : encodeValues(values));
    this.first = this.firstBlock(this.cutter.next(room, encodeApdu(this.firstBlock(EMPTY)).length));
  }

  receive(answer: Apdu): Step {
    switch (answer.kind) {
      case 'set-response':
        // Of a list, one result can only be the refusal of all.
        return this.finish(this.assignments.map(() => answer.result));
      case 'set-response-list':
      case 'set-response-last-block-list':
        return this.finish(answer.results);
      case 'set-response-last-block':
        return this.finish(this.assignments.map(() => answer.result));
      case 'set-response-block':
        return this.acknowledged(answer);
      default:
        throw unexpected(answer);
    }
  }

  private acknowledged(answer: Extract<Apdu, { kind: 'set-response-block' }>): Step {
    if (this.cutter === undefined || this.cutter.finished) throw unexpected(answer);
    if (answer.number !== this.cutter.current) {
      throw new DlmsError('BLOCK_NUMBER', `block ${answer.number} was acknowledged instead of block ${this.cutter.current}`);
    }
    return { events: [], send: { kind: 'set-request-block', invoke: this.invoke, block: this.cutter.next(this.room, BLOCK_HEADER) } };
  }

  private finish(results: readonly number[]): Step {
    if (results.length !== this.assignments.length)
      throw new DlmsError('UNEXPECTED_APDU', `${results.length} results for ${this.assignments.length} attributes`);
    return { events: [{ kind: 'set', result: results.find((result) => result !== 0) ?? 0, results }] };
  }

  private whole(): Apdu {
    const [assignment] = this.assignments;
    if (assignment === undefined) throw new DlmsError('INVALID_VALUE', 'SET of no attribute');
    if (this.assignments.length === 1) return { kind: 'set-request', invoke: this.invoke, ...assignment };
    return { kind: 'set-request-list', invoke: this.invoke, attributes: this.attributes(), data: this.assignments.map(({ data }) => data) };
  }

  private firstBlock(block: DataBlock): Apdu {
    const [assignment] = this.assignments;
    if (this.assignments.length === 1 && assignment !== undefined) {
      return { kind: 'set-request-first-block', invoke: this.invoke, attribute: assignment.attribute, block };
    }
    return { kind: 'set-request-list-first-block', invoke: this.invoke, attributes: this.attributes(), block };
  }

  private attributes(): AttributeRef[] {
    return this.assignments.map(({ attribute }) => attribute);
  }
}
