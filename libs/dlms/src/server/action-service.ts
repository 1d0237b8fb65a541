import { encodeActionResponse, type ActionOutcome, type ActionRequest, type ActionResponse } from '../apdu/action.js';
import { decodeValues, encodeActionOutcome, encodeActionOutcomes } from '../apdu/block-contents.js';
import type { DataBlock, MethodRef } from '../apdu/descriptors.js';
import type { ExceptionResponse } from '../apdu/errors.js';
import { ACTION_RESULT } from '../apdu/result-codes.js';
import type { Data } from '../axdr/data.js';
import { decodeData } from '../axdr/decode-data.js';
import { IncomingBlocks } from './incoming-blocks.js';
import { OutgoingBlocks } from './outgoing-blocks.js';
import { notSupported } from './refusal.js';
import type { ServiceContext } from './service.js';
import { decoded } from './set-service.js';

interface Target {
  readonly methods: readonly MethodRef[];
  readonly list: boolean;
}

/** C7 02 iip last-block block-number, before the length of the raw data. */
const BLOCK_HEADER = 8;

/** ACTION normal, with-list, and blocks in both directions. */
export class ActionService {
  private incoming: IncomingBlocks<Target> | undefined;
  private outgoing: OutgoingBlocks | undefined;

  constructor(private readonly context: ServiceContext) {}

  abort(): void {
    this.incoming = undefined;
    this.outgoing = undefined;
  }

  handle(request: ActionRequest): ActionResponse | ExceptionResponse {
    const { invoke } = request;
    switch (request.kind) {
      case 'action-request':
        this.abort();
        return this.single(invoke, this.context.objects.invoke(request.method, request.parameter));
      case 'action-request-list':
        this.abort();
        if (!this.context.allows('multiple-references')) return notSupported;
        return this.several(invoke, this.invokeAll(request.methods, request.parameters));
      case 'action-request-first-block':
        return this.begin({ methods: [request.method], list: false }, invoke, request.block);
      case 'action-request-list-first-block':
        return this.begin({ methods: request.methods, list: true }, invoke, request.block);
      case 'action-request-block':
        return this.take(invoke, request.block);
      case 'action-request-next':
        return this.next(invoke, request.blockNumber);
    }
  }

  private begin(target: Target, invoke: number, block: DataBlock): ActionResponse | ExceptionResponse {
    this.abort();
    if (!this.context.allows('block-transfer-with-action')) return notSupported;
    this.incoming = new IncomingBlocks(target);
    return this.take(invoke, block);
  }

  private take(invoke: number, block: DataBlock): ActionResponse {
    const { incoming } = this;
    if (incoming === undefined) return failed(invoke, ACTION_RESULT['no-long-action-in-progress']);
    if (!incoming.add(block)) {
      this.incoming = undefined;
      return failed(invoke, ACTION_RESULT['long-action-aborted']);
    }
    if (!block.last) return { kind: 'action-response-next', invoke, blockNumber: block.number };
    this.incoming = undefined;
    const { methods, list } = incoming.target;
    const parameters = decoded(() => (list ? decodeValues(incoming.whole()) : [decodeData(incoming.whole()).value]));
    if (parameters === undefined) return failed(invoke, ACTION_RESULT['type-unmatched']);
    const outcomes = this.invokeAll(methods, parameters);
    return list ? this.several(invoke, outcomes) : this.single(invoke, outcomes[0] ?? { result: ACTION_RESULT['other-reason'] });
  }

  private next(invoke: number, acknowledged: number): ActionResponse {
    const { outgoing } = this;
    if (outgoing === undefined) return failed(invoke, ACTION_RESULT['no-long-action-in-progress']);
    if (acknowledged !== outgoing.current) {
      this.outgoing = undefined;
      return failed(invoke, ACTION_RESULT['long-action-aborted']);
    }
    return this.block(outgoing, invoke);
  }

  private invokeAll(methods: readonly MethodRef[], parameters: readonly Data[]): ActionOutcome[] {
    return methods.map((method, index) => this.context.objects.invoke(method, parameters[index]));
  }

  private single(invoke: number, outcome: ActionOutcome): ActionResponse {
    return this.fitting({ kind: 'action-response', invoke, outcome }, () => encodeActionOutcome(outcome));
  }

  private several(invoke: number, outcomes: readonly ActionOutcome[]): ActionResponse {
    return this.fitting({ kind: 'action-response-list', invoke, outcomes }, () => encodeActionOutcomes(outcomes));
  }

  private fitting(response: ActionResponse, value: () => Buffer): ActionResponse {
    if (encodeActionResponse(response).length <= this.context.room()) return response;
    if (!this.context.allows('block-transfer-with-action')) return failed(response.invoke, ACTION_RESULT['data-block-unavailable']);
    this.outgoing = new OutgoingBlocks(value());
    return this.block(this.outgoing, response.invoke);
  }

  private block(outgoing: OutgoingBlocks, invoke: number): ActionResponse {
    const block = outgoing.next(this.context.blockSize(BLOCK_HEADER));
    if (block.last) this.outgoing = undefined;
    return { kind: 'action-response-block', invoke, block };
  }
}

function failed(invoke: number, result: number): ActionResponse {
  return { kind: 'action-response', invoke, outcome: { result } };
}
