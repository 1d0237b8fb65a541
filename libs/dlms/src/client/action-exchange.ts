import { encodeApdu, type Apdu } from '../apdu/apdu.js';
import type { ActionOutcome } from '../apdu/action.js';
import { decodeActionOutcome, decodeActionOutcomes, encodeValues } from '../apdu/block-contents.js';
import type { DataBlock, MethodRef } from '../apdu/descriptors.js';
import type { Data } from '../axdr/data.js';
import { encodeData } from '../axdr/encode-data.js';
import { DlmsError } from '../errors.js';
import { BlockAssembly } from './block-assembly.js';
import { BlockCutter } from './block-cutter.js';
import type { ClientEvent } from './events.js';
import { unexpected, type Exchange, type Step } from './exchange.js';

/** A method and what it is called with. */
export interface MethodCall {
  readonly method: MethodRef;
  readonly parameter?: Data;
}

const NULL: Data = { type: 'null-data' };
const EMPTY: DataBlock = { last: false, number: 1, bytes: new Uint8Array(0) };
/** C3 06 iip last block-number(4). */
const BLOCK_HEADER = 8;

export interface ActionLimits {
  /** Octets of a plain APDU that the server takes. */
  readonly room: number;
  /** Whether the server takes blocks. */
  readonly blocks: boolean;
  /** Largest return value, in octets. */
  readonly maxValueSize: number;
}

/** ACTION on one method, or with-list on several; parameters are cut into blocks when they do not fit, blocks of the answer are followed. */
export class ActionExchange implements Exchange {
  readonly first: Apdu;
  private readonly cutter: BlockCutter | undefined;
  private readonly returned: BlockAssembly;

  /** `list`: whether the request is a list, be it of one. */
  constructor(
    private readonly calls: readonly MethodCall[],
    private readonly list: boolean,
    readonly invoke: number,
    private readonly limits: ActionLimits,
  ) {
    this.returned = new BlockAssembly(limits.maxValueSize);
    const whole = this.whole();
    const size = encodeApdu(whole).length;
    if (size <= limits.room) {
      this.first = whole;
      return;
    }
    if (!limits.blocks) throw new DlmsError('PDU_TOO_LONG', `ACTION of ${size} octets to a server that takes ${limits.room} and no blocks`);
    const parameters = calls.map(({ parameter }) => parameter ?? NULL);
    this.cutter = new BlockCutter(list ? encodeValues(parameters) : encodeData(parameters[0] ?? NULL));
    this.first = this.firstBlock(this.cutter.next(limits.room, encodeApdu(this.firstBlock(EMPTY)).length));
  }

  receive(answer: Apdu): Step {
    switch (answer.kind) {
      case 'action-response':
        // Of a list, one result can only be the refusal of all.
        return this.finish(this.calls.map(() => answer.outcome));
      case 'action-response-list':
        return this.finish(answer.outcomes);
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
    const whole = this.returned.whole();
    return { events: [progress, ...this.finish(this.list ? decodeActionOutcomes(whole) : [decodeActionOutcome(whole)]).events] };
  }

  private finish(outcomes: readonly ActionOutcome[]): Step {
    const [outcome] = outcomes;
    if (outcome === undefined || outcomes.length !== this.calls.length)
      throw new DlmsError('UNEXPECTED_APDU', `${outcomes.length} results for ${this.calls.length} methods`);
    return { events: [this.list ? { kind: 'actions', outcomes } : actionEvent(outcome)] };
  }

  private whole(): Apdu {
    const { calls, invoke } = this;
    const [call] = calls;
    if (call === undefined) throw new DlmsError('INVALID_VALUE', 'ACTION on no method');
    if (!this.list) return { kind: 'action-request', invoke, ...call };
    return { kind: 'action-request-list', invoke, methods: this.methods(), parameters: calls.map(({ parameter }) => parameter ?? NULL) };
  }

  private firstBlock(block: DataBlock): Apdu {
    const [call] = this.calls;
    if (this.list || call === undefined) return { kind: 'action-request-list-first-block', invoke: this.invoke, methods: this.methods(), block };
    return { kind: 'action-request-first-block', invoke: this.invoke, method: call.method, block };
  }

  private methods(): MethodRef[] {
    return this.calls.map(({ method }) => method);
  }
}

function actionEvent({ result, returned }: ActionOutcome): ClientEvent {
  if (returned === undefined) return { kind: 'action', result };
  if (returned.ok) return { kind: 'action', result, data: returned.data };
  return { kind: 'action', result, returnedResult: returned.result };
}
