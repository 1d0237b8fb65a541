import { Command } from '@nestjs/cqrs';
import type { Principal } from '#security';

/** A client does not want a command any more. Answers the position of the end. */
export class CancelCommand extends Command<number> {
  constructor(
    readonly correlationUid: string,
    readonly deviceIdentification: string,
    readonly reason: string,
    readonly principal: Principal,
  ) {
    super();
  }
}

/** A client wants the stored response of an ended command removed. Answers the position of the removal. */
export class DeleteResponseCommand extends Command<number> {
  constructor(
    readonly correlationUid: string,
    readonly deviceIdentification: string,
    readonly reason: string,
    readonly principal: Principal,
  ) {
    super();
  }
}
