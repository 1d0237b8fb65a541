import { Command } from '@nestjs/cqrs';
import type { ChangePriority, Hold, Release } from '#domain';
import type { Principal } from '#security';

type Change<C extends Hold | Release | ChangePriority> = Omit<C, 'correlationUid'>;

export type WaitingChange = Change<Hold> | Change<Release> | Change<ChangePriority>;

/** A client wants a waiting command held, released or ranked anew. Answers the position up to which the device was looked at. */
export class ActOnWaitingCommand extends Command<number> {
  constructor(
    readonly correlationUid: string,
    readonly deviceIdentification: string,
    readonly change: WaitingChange,
    readonly principal: Principal,
  ) {
    super();
  }
}
