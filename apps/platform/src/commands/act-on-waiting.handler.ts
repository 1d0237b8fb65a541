import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { uuidv7 } from '#event-sourcing';
import { actorOf } from '#security';
import type { Platform } from '../composition/platform.js';
import { PLATFORM } from '../http/tokens.js';
import { ActOnWaitingCommand } from './act-on-waiting.command.js';

@CommandHandler(ActOnWaitingCommand)
export class ActOnWaitingHandler implements ICommandHandler<ActOnWaitingCommand> {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  async execute({ correlationUid, deviceIdentification, change, principal }: ActOnWaitingCommand): Promise<number> {
    const { devices, clock, log } = this.platform;
    // Each request is an act of its own: a command can be held, released and held again.
    const context = { commandId: uuidv7(clock.now()), correlationUid, causationId: correlationUid, actor: actorOf(principal) };
    const { position, events } = await devices.execute(deviceIdentification, { ...change, correlationUid }, context);
    if (events.length > 0) log.info({ correlationUid, deviceIdentification, act: change.kind }, 'waiting command changed');
    return position;
  }
}
