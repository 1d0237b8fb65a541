import { Command } from '@nestjs/cqrs';
import type { ParsedRequest } from '#contract/dto/index.js';
import type { Principal } from '#security';

export interface Acceptance {
  readonly correlationUid: string;
  readonly deviceIdentification: string;
  /** In the store. */
  readonly position: number;
  /** The same request was accepted before, under the same idempotency key. */
  readonly repeated: boolean;
}

/** A client wants an operation carried out. */
export class AcceptOperationCommand extends Command<Acceptance> {
  constructor(
    readonly request: ParsedRequest,
    readonly principal: Principal,
    readonly idempotencyKey: string | undefined,
  ) {
    super();
  }
}
