import { Query } from '@nestjs/cqrs';
import type { CommandView } from '#projections';

/** One command of an organisation as the read model has it; with `waitMs` not before it has ended or that time is over. */
export class GetCommandQuery extends Query<CommandView> {
  constructor(
    readonly correlationUid: string,
    readonly organisation: string,
    readonly waitMs: number = 0,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}
