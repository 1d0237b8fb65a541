import { Command } from '@nestjs/cqrs';
import type { Principal } from '#security';
import type { BulkOutcome } from './bulk-acts.js';
import type { BulkRequest } from './bulk-request.js';

/** A client wants something done to all of its organisation's open commands that a filter matches. */
export class BulkActCommand extends Command<BulkOutcome> {
  constructor(
    readonly request: BulkRequest,
    readonly principal: Principal,
    /** Aborts when the client is gone: the rest is left as it is. */
    readonly signal: AbortSignal,
  ) {
    super();
  }
}
