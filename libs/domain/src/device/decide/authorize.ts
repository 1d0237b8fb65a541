import type { GrantAuthorization, RevokeAuthorization } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { CommandRefusedError } from '../refusal.js';
import type { DeviceState } from '../state.js';
import { groupsGranted } from '../rights.js';

/** Gives an organisation a function group on the device. @throws CommandRefusedError UNKNOWN_DEVICE */
export function decideGrant({ organisation, functionGroup }: GrantAuthorization, state: DeviceState): readonly DeviceEvent[] {
  if (hasGroup(state, organisation, functionGroup)) return [];
  return [{ type: 'DeviceAuthorizationGranted', data: { organisation, functionGroup } }];
}

/** Takes it away again. Commands that were accepted go on. @throws CommandRefusedError UNKNOWN_DEVICE */
export function decideRevoke({ organisation, functionGroup, reason }: RevokeAuthorization, state: DeviceState): readonly DeviceEvent[] {
  if (!hasGroup(state, organisation, functionGroup)) return [];
  return [{ type: 'DeviceAuthorizationRevoked', data: { organisation, functionGroup, reason } }];
}

function hasGroup(state: DeviceState, organisation: string, functionGroup: string): boolean {
  if (state.registration === null) throw new CommandRefusedError('UNKNOWN_DEVICE', `no device ${state.deviceIdentification} is registered`);
  return groupsGranted(state, organisation).includes(functionGroup);
}
