import { hasConformance, type ConformanceBit } from '../apdu/conformance.js';
import type { AttributeRef } from '../apdu/descriptors.js';
import { DEFAULT_INVOKE_ID } from '../apdu/invoke-id.js';
import { DlmsError } from '../errors.js';
import { AccessExchange, type AccessCall } from './access-exchange.js';
import { ActionExchange, type MethodCall } from './action-exchange.js';
import type { Negotiated } from './association.js';
import type { Exchange } from './exchange.js';
import { GetExchange } from './get-exchange.js';
import { DEFAULT_MAX_VALUE_SIZE, type ClientOptions } from './options.js';
import { ReadExchange } from './read-exchange.js';
import { SetExchange, type Assignment } from './set-exchange.js';
import { WriteExchange } from './write-exchange.js';

/** What the association allows a request. `room`: octets of a plain APDU. */
export interface Grant {
  readonly negotiated: Negotiated;
  readonly room: number;
}

/** Makes the exchange of each request, by logical or by short names. */
export class Requests {
  private invoke = DEFAULT_INVOKE_ID;

  constructor(private readonly options: ClientOptions) {}

  get(attributes: readonly AttributeRef[], { negotiated }: Grant): Exchange {
    if (attributes.length > 1) requireLists(negotiated);
    const { shortNames, maxValueSize = DEFAULT_MAX_VALUE_SIZE } = this.options;
    if (shortNames !== undefined) return new ReadExchange(attributes, shortNames, maxValueSize);
    return new GetExchange(attributes, this.nextInvoke(), maxValueSize);
  }

  set(assignments: readonly Assignment[], { negotiated, room }: Grant): Exchange {
    if (assignments.length > 1) requireLists(negotiated);
    const { shortNames } = this.options;
    if (shortNames !== undefined) return new WriteExchange(assignments, shortNames, room);
    return new SetExchange(assignments, this.nextInvoke(), room, allows(negotiated, 'block-transfer-with-set'));
  }

  action(calls: readonly MethodCall[], list: boolean, { negotiated, room }: Grant): Exchange {
    if (this.options.shortNames !== undefined) throw new DlmsError('UNSUPPORTED', 'methods have no short names here');
    if (list) requireLists(negotiated);
    const { maxValueSize = DEFAULT_MAX_VALUE_SIZE } = this.options;
    const limits = { room, blocks: allows(negotiated, 'block-transfer-with-action'), maxValueSize };
    return new ActionExchange(calls, list, this.nextInvoke(), limits);
  }

  access(calls: readonly AccessCall[], { negotiated, room }: Grant): Exchange {
    if (!allows(negotiated, 'access')) throw new DlmsError('UNSUPPORTED', 'the server takes no ACCESS');
    return new AccessExchange(calls, room);
  }

  private nextInvoke(): number {
    const { invoke } = this;
    if (this.options.incrementInvokeId === true) this.invoke = (invoke & 0xf0) | ((invoke + 1) & 0x0f);
    return invoke;
  }
}

function allows({ conformance }: Negotiated, bit: ConformanceBit): boolean {
  return hasConformance(conformance, bit);
}

function requireLists(negotiated: Negotiated): void {
  if (!allows(negotiated, 'multiple-references')) throw new DlmsError('UNSUPPORTED', 'the server takes no lists');
}
