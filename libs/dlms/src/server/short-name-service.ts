import type { Apdu } from '../apdu/apdu.js';
import type { AttributeRef } from '../apdu/descriptors.js';
import { DATA_ACCESS_RESULT } from '../apdu/result-codes.js';
import { selectiveAccessOf } from '../apdu/selective-access.js';
import {
  encodeReadResults,
  encodeShortNameApdu,
  type ReadResult,
  type ShortNameApdu,
  type VariableAccess,
  type WriteResult,
} from '../apdu/short-names.js';
import type { Data } from '../axdr/data.js';
import type { AttributeOf } from './options.js';
import { OutgoingBlocks } from './outgoing-blocks.js';
import { notSupported } from './refusal.js';
import type { ServiceContext, Services } from './service.js';

/** 0C, one result, its choice, last-block, block-number, before the length of the raw data. */
const BLOCK_HEADER = 6;

/** READ and WRITE by short names. */
export class ShortNameService implements Services {
  private transfer: OutgoingBlocks | undefined;

  constructor(
    private readonly context: ServiceContext,
    private readonly attributeOf: AttributeOf,
  ) {}

  handle(request: Apdu): Apdu | undefined {
    switch (request.kind) {
      case 'read-request':
        return this.context.allows('read') ? this.read(request.variables) : notSupported;
      case 'write-request':
        return this.context.allows('write') ? this.write(request.variables, request.data) : notSupported;
      case 'unconfirmed-write-request':
        if (!this.context.allows('unconfirmed-write')) return notSupported;
        this.write(request.variables, request.data);
        return undefined;
      default:
        return notSupported;
    }
  }

  private read(variables: readonly VariableAccess[]): Apdu {
    const [first] = variables;
    if (first?.kind === 'next-block' && variables.length === 1) return this.next(first.number);
    this.transfer = undefined;
    if (variables.length > 1 && !this.context.allows('multiple-references')) return notSupported;
    const results = variables.map((variable) => this.readOne(variable));
    const whole: ShortNameApdu = { kind: 'read-response', results };
    if (encodeShortNameApdu(whole).length <= this.context.room()) return whole;
    this.transfer = new OutgoingBlocks(encodeReadResults(results));
    return this.block(this.transfer);
  }

  private readOne(variable: VariableAccess): ReadResult {
    const attribute = this.target(variable);
    if (attribute === undefined) return { kind: 'error', result: DATA_ACCESS_RESULT['object-undefined'] };
    const result = this.context.objects.read(attribute);
    return result.ok ? { kind: 'data', data: result.data } : { kind: 'error', result: result.result };
  }

  private write(variables: readonly VariableAccess[], data: readonly Data[]): Apdu {
    this.transfer = undefined;
    if (variables.length > 1 && !this.context.allows('multiple-references')) return notSupported;
    const results = variables.map((variable, index): WriteResult => {
      const attribute = this.target(variable);
      const value = data[index];
      if (attribute === undefined) return { kind: 'error', result: DATA_ACCESS_RESULT['object-undefined'] };
      const result = value === undefined ? DATA_ACCESS_RESULT['other-reason'] : this.context.objects.write(attribute, value);
      return result === 0 ? { kind: 'success' } : { kind: 'error', result };
    });
    return { kind: 'write-response', results };
  }

  private target(variable: VariableAccess): AttributeRef | undefined {
    if (variable.kind !== 'name' && variable.kind !== 'parameterized') return undefined;
    const attribute = this.attributeOf(variable.name);
    if (attribute === undefined || variable.kind === 'name') return attribute;
    if (!this.context.allows('parameterized-access')) return undefined;
    return { ...attribute, access: selectiveAccessOf(variable.selector, variable.parameter, attribute) };
  }

  private next(acknowledged: number): Apdu {
    const { transfer } = this;
    const result = transfer === undefined ? DATA_ACCESS_RESULT['no-long-get-in-progress'] : DATA_ACCESS_RESULT['data-block-number-invalid'];
    if (transfer !== undefined && acknowledged === transfer.current) return this.block(transfer);
    this.transfer = undefined;
    return { kind: 'read-response', results: [{ kind: 'error', result }] };
  }

  private block(transfer: OutgoingBlocks): Apdu {
    const block = transfer.next(this.context.blockSize(BLOCK_HEADER));
    if (block.last) this.transfer = undefined;
    return { kind: 'read-response', results: [{ kind: 'block', ...block }] };
  }
}
