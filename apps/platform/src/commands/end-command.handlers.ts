import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { uuidv5 } from '#event-sourcing';
import { actorOf } from '#security';
import type { Platform } from '../composition/platform.js';
import { PLATFORM } from '../http/tokens.js';
import { CancelCommand, DeleteResponseCommand } from './end-command.commands.js';

@CommandHandler(CancelCommand)
export class CancelHandler implements ICommandHandler<CancelCommand> {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  async execute(command: CancelCommand): Promise<number> {
    const { correlationUid, deviceIdentification, reason } = command;
    const { position } = await this.platform.devices.execute(
      deviceIdentification,
      { kind: 'Cancel', correlationUid, reason },
      actOf(command, 'cancel'),
    );
    this.platform.log.info({ correlationUid, deviceIdentification }, 'command cancelled');
    return position;
  }
}

/** The event first: when it is recorded, the removal is certain to be tried again by whoever asks again. */
@CommandHandler(DeleteResponseCommand)
export class DeleteResponseHandler implements ICommandHandler<DeleteResponseCommand> {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  async execute(command: DeleteResponseCommand): Promise<number> {
    const { correlationUid, deviceIdentification, reason } = command;
    const { devices, queries, stores, log } = this.platform;
    // A device forgets commands in time, and would have the same removal happen twice.
    const known = await queries.commands.get(correlationUid);
    const isDone = known !== undefined && known.completedAt !== null && known.responseState !== 'PRESENT';
    const context = actOf(command, 'delete-response');
    const { position } = isDone ? known : await devices.execute(deviceIdentification, { kind: 'DeleteResponse', correlationUid, reason }, context);
    await stores.results.delete(correlationUid);
    log.info({ correlationUid, deviceIdentification }, 'response deleted');
    return position;
  }
}

/** Either happens at most once to a command: its identity derives from the command's. */
function actOf({ correlationUid, principal }: CancelCommand | DeleteResponseCommand, act: string) {
  return { commandId: uuidv5(correlationUid, act), correlationUid, causationId: correlationUid, actor: actorOf(principal) };
}
