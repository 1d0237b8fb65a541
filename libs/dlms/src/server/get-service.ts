import { encodeGetResults } from '../apdu/block-contents.js';
import type { AttributeRef, GetResult } from '../apdu/descriptors.js';
import type { ExceptionResponse } from '../apdu/errors.js';
import { encodeGetResponse, type GetRequest, type GetResponse } from '../apdu/get.js';
import { DATA_ACCESS_RESULT } from '../apdu/result-codes.js';
import { encodeData } from '../axdr/encode-data.js';
import { OutgoingBlocks } from './outgoing-blocks.js';
import { notSupported } from './refusal.js';
import type { ServiceContext } from './service.js';

/** C4 02 iip last-block block-number 00, before the length of the raw data. */
const BLOCK_HEADER = 9;

/** GET normal, with-list, and the block transfer of what does not fit. */
export class GetService {
  private transfer: OutgoingBlocks | undefined;

  constructor(private readonly context: ServiceContext) {}

  /** A request of another service ends a transfer under way. */
  abort(): void {
    this.transfer = undefined;
  }

  handle(request: GetRequest): GetResponse | ExceptionResponse {
    const { invoke } = request;
    if (request.kind === 'get-request-next') return this.next(invoke, request.blockNumber);
    this.transfer = undefined;
    if (request.kind === 'get-request') {
      const result = this.read(request.attribute);
      return this.fitting({ kind: 'get-response', invoke, result }, () => (result.ok ? encodeData(result.data) : undefined));
    }
    if (!this.context.allows('multiple-references')) return notSupported;
    const results = request.attributes.map((attribute) => this.read(attribute));
    return this.fitting({ kind: 'get-response-list', invoke, results }, () => encodeGetResults(results));
  }

  private read(attribute: AttributeRef): GetResult {
    if (attribute.access !== undefined && !this.context.allows('selective-access')) {
      return { ok: false, result: DATA_ACCESS_RESULT['scope-of-access-violated'] };
    }
    return this.context.objects.read(attribute);
  }

  /** The response itself where it fits one APDU, else the first block of its value. */
  private fitting(response: GetResponse, value: () => Buffer | undefined): GetResponse {
    if (encodeGetResponse(response).length <= this.context.room()) return response;
    const bytes = value();
    if (bytes === undefined || !this.context.allows('block-transfer-with-get')) {
      return { kind: 'get-response', invoke: response.invoke, result: { ok: false, result: DATA_ACCESS_RESULT['data-block-unavailable'] } };
    }
    this.transfer = new OutgoingBlocks(bytes);
    return this.block(this.transfer, response.invoke);
  }

  private next(invoke: number, acknowledged: number): GetResponse {
    const { transfer } = this;
    if (transfer === undefined) return failedBlock(invoke, acknowledged, DATA_ACCESS_RESULT['no-long-get-in-progress']);
    if (acknowledged !== transfer.current) {
      this.transfer = undefined;
      return failedBlock(invoke, acknowledged, DATA_ACCESS_RESULT['data-block-number-invalid']);
    }
    return this.block(transfer, invoke);
  }

  private block(transfer: OutgoingBlocks, invoke: number): GetResponse {
    const { last, number, bytes } = transfer.next(this.context.blockSize(BLOCK_HEADER));
    if (last) this.transfer = undefined;
    return { kind: 'get-response-block', invoke, last, number, content: { ok: true, bytes } };
  }
}

function failedBlock(invoke: number, number: number, result: number): GetResponse {
  return { kind: 'get-response-block', invoke, last: true, number, content: { ok: false, result } };
}
