import { fault, OPERATIONS, type DeviceSettings, type Fault } from '#contract';
import type { AcceptOperation } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { organisationOf, type CommandPolicies, type CommandPolicy } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import { findClosed, type DeviceState } from '../state.js';
import { expiredOnArrival } from './expired.js';
import { decideRegistry } from './registry.js';
import { functionsOf, requireRights } from '../rights.js';

type Acceptable = Pick<AcceptOperation, 'correlationUid' | 'operation' | 'data' | 'options' | 'requestHash'>;

/** The last instant that a date can hold, epoch ms: nothing expires later. */
const LAST_INSTANT = 8.64e15;

/** True when this very request was accepted before. @throws CommandRefusedError IDEMPOTENCY_CONFLICT when another one was, under the same uid. */
export function isRepeated(state: DeviceState, request: { readonly correlationUid: string; readonly requestHash: string }): boolean {
  const known = state.open[request.correlationUid] ?? findClosed(state, request.correlationUid);
  if (known === undefined) return false;
  if (known.requestHash !== request.requestHash)
    throw new CommandRefusedError('IDEMPOTENCY_CONFLICT', 'the idempotency key was used with another request within 24 hours');
  return true;
}

export function decideAccept(command: AcceptOperation, state: DeviceState, now: number, policies: CommandPolicies): readonly DeviceEvent[] {
  if (isRepeated(state, command)) return [];
  if (state.registration === null) throw new CommandRefusedError('UNKNOWN_DEVICE', `no device ${state.deviceIdentification} is registered`);
  const organisation = organisationOf(command.actor);
  requireRights(state, organisation, functionsOf(command));
  const { btsId, cellId } = state.registration.device;
  const cell = { ...(btsId === undefined ? {} : { btsId }), ...(cellId === undefined ? {} : { cellId }) };
  const accepted = acceptance(command, now, policies.of(command.operation, organisation), cell);
  if (isLate(command.options, now)) return [...accepted, expiredOnArrival(Date.parse(command.options.maxScheduleTime), now)];
  const refused = faultOfTarget(command, state);
  if (refused !== undefined) return [...accepted, { type: 'CommandFailed', data: { fault: refused } }];
  const done = decideRegistry(command, state);
  if (done !== undefined) return [...accepted, ...done];
  const { scheduleTime } = command.options;
  if (scheduleTime === undefined || Date.parse(scheduleTime) <= now) return accepted;
  return [...accepted, { type: 'CommandScheduled', data: { dueAt: scheduleTime } }];
}

/** The first event of every command. `cell`: where the device is to be reached. */
export function acceptance(
  command: Acceptable | AcceptableAddDevice,
  now: number,
  policy: CommandPolicy,
  cell: Pick<DeviceSettings, 'btsId' | 'cellId'> = {},
): readonly DeviceEvent[] {
  const { operation, data, options, requestHash } = command;
  return [{ type: 'CommandAccepted', data: { operation, data, options, expiresAt: expiry(command.options, now, policy), requestHash, ...cell } }];
}

/** A command whose time was over before it came is accepted and ends EXPIRED, as the contract has it. */
export function isLate<O extends Acceptable['options']>(options: O, now: number): options is O & { readonly maxScheduleTime: string } {
  return options.maxScheduleTime !== undefined && Date.parse(options.maxScheduleTime) <= now;
}

interface AcceptableAddDevice extends Omit<Acceptable, 'operation' | 'data'> {
  readonly operation: 'AddDevice';
  readonly data: unknown;
}

function expiry(options: Acceptable['options'], now: number, policy: CommandPolicy): string {
  if (options.maxScheduleTime !== undefined) return options.maxScheduleTime;
  const start = options.scheduleTime === undefined ? now : Math.max(now, Date.parse(options.scheduleTime));
  return new Date(Math.min(start + policy.lifetime, LAST_INSTANT)).toISOString();
}

/** Operations of E-meters addressed to an M-Bus device end at once: it has no connection of its own. */
function faultOfTarget(command: AcceptOperation, state: DeviceState): Fault | undefined {
  if (!OPERATIONS[command.operation].needsMeter || state.registration?.device.deviceType === 'SMART_METER_E') return undefined;
  const what = command.operation === 'Bundle' ? 'bundles are not allowed' : `${command.operation} is not available`;
  return fault(401, `${what} for device type ${state.registration?.device.deviceType}`, 'DOMAIN_SMART_METERING');
}
