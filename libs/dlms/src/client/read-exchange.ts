import type { Apdu } from '../apdu/apdu.js';
import { readList, type AttributeRef, type GetResult } from '../apdu/descriptors.js';
import { selectorData, selectorOf } from '../apdu/selective-access.js';
import { readReadResult, type ReadResult, type VariableAccess } from '../apdu/short-names.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { BlockAssembly } from './block-assembly.js';
import { unexpected, type Exchange, type Step } from './exchange.js';
import type { ShortNameOf } from './options.js';

/** READ of one or several attributes by short names; follows the server's blocks. */
export class ReadExchange implements Exchange {
  readonly first: Apdu;
  private readonly blocks: BlockAssembly;

  constructor(
    private readonly attributes: readonly AttributeRef[],
    nameOf: ShortNameOf,
    maxValueSize: number,
  ) {
    if (attributes.length === 0) throw new DlmsError('INVALID_VALUE', 'READ of no attribute');
    this.first = { kind: 'read-request', variables: attributes.map((attribute) => variableOf(attribute, nameOf)) };
    this.blocks = new BlockAssembly(maxValueSize);
  }

  receive(answer: Apdu): Step {
    if (answer.kind !== 'read-response') throw unexpected(answer);
    const [first] = answer.results;
    if (first?.kind === 'block' && answer.results.length === 1) return this.block(first);
    return this.finish(answer.results);
  }

  private block({ last, number, bytes }: Extract<ReadResult, { kind: 'block' }>): Step {
    this.blocks.add(number, bytes);
    const progress = { kind: 'block', number, bytes: bytes.length } as const;
    if (!last) return { events: [progress], send: { kind: 'read-request', variables: [{ kind: 'next-block', number }] } };
    return { events: [progress, ...this.finish(readList(new ByteReader(this.blocks.whole()), readReadResult)).events] };
  }

  private finish(answers: readonly ReadResult[]): Step {
    const { length } = this.attributes;
    if (answers.length !== length) throw new DlmsError('UNEXPECTED_APDU', `${answers.length} results for ${length} attributes`);
    return { events: [{ kind: 'get', results: answers.map(resultOf) }] };
  }
}

/** Short name of an attribute, with its selective access. UNSUPPORTED for one that has no short name. */
export function variableOf(attribute: AttributeRef, nameOf: ShortNameOf): VariableAccess {
  const name = nameOf(attribute);
  if (name === undefined) throw new DlmsError('UNSUPPORTED', `no short name for ${attribute.obis} attribute ${attribute.attribute}`);
  const { access } = attribute;
  if (access === undefined) return { kind: 'name', name };
  return { kind: 'parameterized', name, selector: selectorOf(access), parameter: selectorData(access) };
}

function resultOf(result: ReadResult): GetResult {
  if (result.kind === 'data') return { ok: true, data: result.data };
  if (result.kind === 'error') return { ok: false, result: result.result };
  throw new DlmsError('UNEXPECTED_APDU', `${result.kind} among the results`);
}
