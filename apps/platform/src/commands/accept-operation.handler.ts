import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ParsedRequest } from '#contract/dto/index.js';
import { CommandRefusedError, findClosed, requireRoom, type AcceptAddDevice, type AcceptOperation } from '#domain';
import { actorOf, type Principal } from '#security';
import type { Platform } from '../composition/platform.js';
import { Problem } from '../http/problem/problem.js';
import { PLATFORM } from '../http/tokens.js';
import { AcceptOperationCommand, type Acceptance } from './accept-operation.command.js';
import { correlationUidOf } from './correlation-uid.js';
import { storeMeterKeys } from './meter-keys.js';
import { requireKnownProtocol } from './protocols.js';
import { RecentUids } from './recent-uids.js';
import { requestHash } from './request-hash.js';

/** Order: vault durable, then the event. A crash between leaves a key that nothing refers to. */
@CommandHandler(AcceptOperationCommand)
export class AcceptOperationHandler implements ICommandHandler<AcceptOperationCommand> {
  private readonly recent = new RecentUids();

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  async execute({ request, principal, idempotencyKey }: AcceptOperationCommand): Promise<Acceptance> {
    if (request.operation === 'AddDevice') requireKnownProtocol(request.data.device);
    if (request.operation === 'UpdateProtocol') requireKnownProtocol({ ...request.data, protocolName: request.data.protocol }, 'data.protocol');
    const correlationUid = correlationUidOf(principal.organisation, idempotencyKey, this.platform.clock.now());
    if (idempotencyKey === undefined) return this.accept(request, principal, correlationUid);
    const isFirst = await this.requireUsableKey(correlationUid, request.deviceIdentification);
    try {
      return await this.accept(request, principal, correlationUid);
    } catch (error) {
      // Nothing was recorded under the key: it is free for the corrected request, whatever device that names.
      if (isFirst && error instanceof CommandRefusedError && error.code !== 'IDEMPOTENCY_CONFLICT') this.recent.forget(correlationUid);
      throw error;
    }
  }

  private async accept(request: ParsedRequest, principal: Principal, correlationUid: string): Promise<Acceptance> {
    const { devices, metrics, log, plainKeys, stores } = this.platform;
    const { deviceIdentification, operation } = request;
    if (operation === 'AddDevice') await this.requireRoomFor(deviceIdentification, request.data.overwrite, correlationUid);
    const keys = operation === 'AddDevice' ? await storeMeterKeys(deviceIdentification, request.secrets, { ...stores, plainKeys }) : [];
    const actor = actorOf(principal);
    const accept = {
      ...accepting(request, keys, principal.organisation),
      correlationUid,
      requestHash: requestHash(request, keys),
      actor,
    } as AcceptOperation | AcceptAddDevice;
    const context = { commandId: correlationUid, correlationUid, causationId: null, actor };
    const { position, events } = await devices.execute(deviceIdentification, accept, context);
    const repeated = events.length === 0;
    if (!repeated) metrics.accepted(operation);
    log.info({ correlationUid, deviceIdentification, operation, repeated }, repeated ? 'command known already' : 'command accepted');
    return { correlationUid, deviceIdentification, position, repeated };
  }

  /** Refused before its keys are stored, as the decider would after: the vault is not filled with keys that nothing names. */
  private async requireRoomFor(deviceIdentification: string, overwrite: boolean, correlationUid: string): Promise<void> {
    const { state } = await this.platform.devices.load(deviceIdentification);
    const repeated = state.open[correlationUid] !== undefined || findClosed(state, correlationUid) !== undefined;
    if (!repeated) requireRoom(state, overwrite);
  }

  /** What a device's stream cannot know: that its organisation used the key for another device, or for this one so long ago that it forgot. Answers whether nobody used it before. */
  private async requireUsableKey(correlationUid: string, deviceIdentification: string): Promise<boolean> {
    const { queries, devices } = this.platform;
    const command = await queries.commands.get(correlationUid);
    const known = this.recent.deviceOf(correlationUid) ?? command?.deviceIdentification;
    if (known !== undefined && known !== deviceIdentification)
      throw new Problem(409, 'IDEMPOTENCY_CONFLICT', 'the idempotency key was used with another device');
    if (command !== undefined) {
      const { state } = await devices.load(deviceIdentification);
      if (state.open[correlationUid] === undefined && findClosed(state, correlationUid) === undefined)
        throw new Problem(409, 'IDEMPOTENCY_CONFLICT', 'the idempotency key was used more than 24 hours ago');
    }
    this.recent.remember(correlationUid, deviceIdentification);
    return known === undefined;
  }
}

function accepting({ operation, data, options }: ParsedRequest, keys: AcceptAddDevice['keys'], organisation: string) {
  const accept = { kind: 'Accept', operation, data, options } as const;
  return operation === 'AddDevice' ? { ...accept, organisation, keys } : accept;
}
