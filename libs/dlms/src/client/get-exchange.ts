import type { Apdu } from '../apdu/apdu.js';
import { decodeGetResults } from '../apdu/block-contents.js';
import type { AttributeRef, GetResult } from '../apdu/descriptors.js';
import type { GetResponse } from '../apdu/get.js';
import { decodeData } from '../axdr/decode-data.js';
import { DlmsError } from '../errors.js';
import { BlockAssembly } from './block-assembly.js';
import { unexpected, type Exchange, type Step } from './exchange.js';

type Block = Extract<GetResponse, { kind: 'get-response-block' }>;

/** GET of one attribute, or with-list of several; follows the server's blocks. */
export class GetExchange implements Exchange {
  readonly first: Apdu;
  private readonly blocks: BlockAssembly;

  constructor(
    private readonly attributes: readonly AttributeRef[],
    readonly invoke: number,
    maxValueSize: number,
  ) {
    const [attribute] = attributes;
    if (attribute === undefined) throw new DlmsError('INVALID_VALUE', 'GET of no attribute');
    this.first = attributes.length === 1 ? { kind: 'get-request', invoke, attribute } : { kind: 'get-request-list', invoke, attributes };
    this.blocks = new BlockAssembly(maxValueSize);
  }

  receive(answer: Apdu): Step {
    switch (answer.kind) {
      case 'get-response':
        if (this.attributes.length !== 1) throw unexpected(answer);
        return this.finish([answer.result]);
      case 'get-response-list':
        return this.finish(answer.results);
      case 'get-response-block':
        return this.block(answer);
      default:
        throw unexpected(answer);
    }
  }

  private block({ last, number, content }: Block): Step {
    if (!content.ok) {
      this.blocks.expect(number);
      return this.finish(this.attributes.map(() => content));
    }
    this.blocks.add(number, content.bytes);
    const progress = { kind: 'block', number, bytes: content.bytes.length } as const;
    if (!last) return { events: [progress], send: { kind: 'get-request-next', invoke: this.invoke, blockNumber: number } };
    const { events } = this.finish(this.assembled());
    return { events: [progress, ...events] };
  }

  private assembled(): GetResult[] {
    const whole = this.blocks.whole();
    return this.attributes.length === 1 ? [{ ok: true, data: decodeData(whole).value }] : decodeGetResults(whole);
  }

  private finish(results: readonly GetResult[]): Step {
    if (results.length !== this.attributes.length) {
      throw new DlmsError('UNEXPECTED_APDU', `${results.length} results for ${this.attributes.length} attributes`);
    }
    return { events: [{ kind: 'get', results }] };
  }
}
