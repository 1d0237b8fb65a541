import { decodeValues } from '../apdu/block-contents.js';
import type { AttributeRef, DataBlock } from '../apdu/descriptors.js';
import type { ExceptionResponse } from '../apdu/errors.js';
import { DATA_ACCESS_RESULT } from '../apdu/result-codes.js';
import type { SetRequest, SetResponse } from '../apdu/set.js';
import type { Data } from '../axdr/data.js';
import { decodeData } from '../axdr/decode-data.js';
import { DlmsError } from '../errors.js';
import { IncomingBlocks } from './incoming-blocks.js';
import { notSupported } from './refusal.js';
import type { ServiceContext } from './service.js';

interface Target {
  readonly attributes: readonly AttributeRef[];
  readonly list: boolean;
}

/** SET normal, with-list, and both in blocks. */
export class SetService {
  private transfer: IncomingBlocks<Target> | undefined;

  constructor(private readonly context: ServiceContext) {}

  abort(): void {
    this.transfer = undefined;
  }

  handle(request: SetRequest): SetResponse | ExceptionResponse {
    const { invoke } = request;
    switch (request.kind) {
      case 'set-request':
        this.transfer = undefined;
        return { kind: 'set-response', invoke, result: this.context.objects.write(request.attribute, request.data) };
      case 'set-request-list':
        this.transfer = undefined;
        if (!this.context.allows('multiple-references')) return notSupported;
        return { kind: 'set-response-list', invoke, results: this.writeAll(request.attributes, request.data) };
      case 'set-request-first-block':
        return this.begin({ attributes: [request.attribute], list: false }, invoke, request.block);
      case 'set-request-list-first-block':
        return this.begin({ attributes: request.attributes, list: true }, invoke, request.block);
      case 'set-request-block':
        return this.take(invoke, request.block);
    }
  }

  private begin(target: Target, invoke: number, block: DataBlock): SetResponse | ExceptionResponse {
    if (!this.context.allows('block-transfer-with-set')) return notSupported;
    if (target.list && !this.context.allows('multiple-references')) return notSupported;
    this.transfer = new IncomingBlocks(target);
    return this.take(invoke, block);
  }

  private take(invoke: number, block: DataBlock): SetResponse {
    const { number } = block;
    const { transfer } = this;
    if (transfer === undefined) {
      return { kind: 'set-response-last-block', invoke, result: DATA_ACCESS_RESULT['no-long-set-in-progress'], number };
    }
    if (!transfer.add(block)) {
      this.transfer = undefined;
      return { kind: 'set-response-last-block', invoke, result: DATA_ACCESS_RESULT['data-block-number-invalid'], number };
    }
    if (!block.last) return { kind: 'set-response-block', invoke, number };
    this.transfer = undefined;
    const results = this.writeWhole(transfer);
    if (transfer.target.list) return { kind: 'set-response-last-block-list', invoke, results, number };
    return { kind: 'set-response-last-block', invoke, result: results[0] ?? DATA_ACCESS_RESULT['other-reason'], number };
  }

  private writeWhole(transfer: IncomingBlocks<Target>): number[] {
    const { attributes, list } = transfer.target;
    const values = decoded(() => (list ? decodeValues(transfer.whole()) : [decodeData(transfer.whole()).value]));
    if (values === undefined) return attributes.map(() => DATA_ACCESS_RESULT['type-unmatched']);
    return this.writeAll(attributes, values);
  }

  private writeAll(attributes: readonly AttributeRef[], values: readonly Data[]): number[] {
    return attributes.map((attribute, index) => {
      const value = values[index];
      return value === undefined ? DATA_ACCESS_RESULT['other-reason'] : this.context.objects.write(attribute, value);
    });
  }
}

/** What was put together from blocks need not decode. */
export function decoded<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
