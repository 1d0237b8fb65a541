import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import type { ActionOutcome } from '../apdu/action.js';
import { decodeActionOutcome } from '../apdu/block-contents.js';
import type { DataBlock, MethodRef } from '../apdu/descriptors.js';
import type { Data } from '../axdr/data.js';
import { encodeData } from '../axdr/encode-data.js';
import { DlmsError } from '../errors.js';
import { BlockAssembly } from './block-assembly.js';
import { BlockCutter } from './block-cutter.js';
import { unexpected, type Exchange, type Step } from './exchange.js';

/** C3 04 iip method(9) last block-number(4), and C3 06 iip last block-number(4). */
const FIRST_HEADER = 17;
const BLOCK_HEADER = 8;

export interface ActionLimits {
  /** Octets of a plain APDU that the server takes. */
  readonly room: number;
  /** Whether the server takes blocks. */
  readonly blocks: boolean;
  /** Largest return value, in octets. */
  readonly maxValueSize: number;
}

/** ACTION on one method; the parameter is cut into blocks when it does not fit, blocks of the return value are followed. */
export class ActionExchange implements Exchange {
  readonly first: Apdu;
  private readonly cutter: BlockCutter | undefined;
  private readonly returned: BlockAssembly;

  constructor(
    method: MethodRef,
    parameter: Data | undefined,
    private readonly invoke: number,
    private readonly limits: ActionLimits,
  ) {
    this.returned = new BlockAssembly(limits.maxValueSize);
    const whole: Apdu = { kind: 'action-request', invoke, method, ...(parameter === undefined ? {} : { parameter }) };
    const size = encodeApdu(whole).length;
    if (size <= limits.room || parameter === undefined) {
      this.first = whole;
      return;
    }
    if (!limits.blocks) throw new DlmsError('PDU_TOO_LONG', `ACTION of ${size} octets to a server that takes ${limits.room} and no blocks`);
    this.cutter = new BlockCutter(encodeData(parameter));
    this.first = { kind: 'action-request-first-block', invoke, method, block: this.cutter.next(limits.room, FIRST_HEADER) };
  }

  receive(answer: Apdu): Step {
    switch (answer.kind) {
      case 'action-response':
        return finish(answer.outcome);
      case 'action-response-next':
        return this.acknowledged(answer);
      case 'action-response-block':
        return this.block(answer.block);
      default:
        throw unexpected(answer);
    }
  }

  private acknowledged(answer: Extract<Apdu, { kind: 'action-response-next' }>): Step {
    if (this.cutter === undefined || this.cutter.finished) throw unexpected(answer);
    if (answer.blockNumber !== this.cutter.current) {
      throw new DlmsError('BLOCK_NUMBER', `block ${answer.blockNumber} was acknowledged instead of block ${this.cutter.current}`);
    }
    return { events: [], send: { kind: 'action-request-block', invoke: this.invoke, block: this.cutter.next(this.limits.room, BLOCK_HEADER) } };
  }

  private block({ last, number, bytes }: DataBlock): Step {
    this.returned.add(number, bytes);
    const progress = { kind: 'block', number, bytes: bytes.length } as const;
    if (!last) return { events: [progress], send: { kind: 'action-request-next', invoke: this.invoke, blockNumber: number } };
    return { events: [progress, ...finish(decodeActionOutcome(this.returned.whole())).events] };
  }
}

function finish({ result, returned }: ActionOutcome): Step {
  if (returned === undefined) return { events: [{ kind: 'action', result }] };
  if (returned.ok) return { events: [{ kind: 'action', result, data: returned.data }] };
  return { events: [{ kind: 'action', result, returnedResult: returned.result }] };
}
