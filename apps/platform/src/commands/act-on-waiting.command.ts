import { Command } from '@nestjs/cqrs';
import type { ChangePriority, Hold, Release, TakeDecision } from '#domain';
import type { Principal } from '#security';

type Change<C extends Hold | Release | ChangePriority | TakeDecision> = Omit<C, 'correlationUid'>;

export type WaitingChange = Change<Hold> | Change<Release> | Change<ChangePriority> | Change<TakeDecision>;

/** A client wants a waiting command held, released or ranked anew, or decides on it. Answers the position up to which the device was looked at. */
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
