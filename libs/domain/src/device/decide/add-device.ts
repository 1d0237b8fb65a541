import { fault, type Fault } from '#contract';
import { E_METER_KEYS, M_BUS_KEYS, type AcceptAddDevice, type StoredKey } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import type { CommandPolicies } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import type { DeviceState } from '../state.js';
import { acceptance, isLate, isRepeated } from './accept.js';
import { closed } from './circuit.js';
import { expiredOnArrival } from './expired.js';
import { requireRights } from '../rights.js';

const ADD_METER = 'ADD_METER';

/**
 * AddDevice needs no meter: it is accepted and ends in one append, so a crash leaves either all of it or nothing.
 * Rules: steps 1 and 4–8 of the contract's AddDevice (204 on request; 401, 801, 804, 806 in the result).
 */
export function decideAddDevice(command: AcceptAddDevice, state: DeviceState, now: number, policies: CommandPolicies): readonly DeviceEvent[] {
  if (isRepeated(state, command)) return [];
  const { device, deviceModel, overwrite } = command.data;
  requireRoom(state, overwrite);
  // Whoever could overwrite a device of others would be given it.
  if (state.registration !== null) requireRights(state, command.organisation, [ADD_METER]);
  const accepted = acceptance(command, now, policies.of(command.operation, command.organisation));
  if (isLate(command.options, now)) return [...accepted, expiredOnArrival(Date.parse(command.options.maxScheduleTime), now)];
  const refused = 'code' in command.keys ? command.keys : missingKeys(device.deviceType, command.keys);
  if (refused !== undefined) return [...accepted, { type: 'CommandFailed', data: { fault: refused } }];
  const keys = command.keys as readonly StoredKey[];
  return [
    ...accepted,
    {
      type: state.registration === null ? 'DeviceRegistered' : 'DeviceReplaced',
      data: { device, deviceModel, lifecycleStatus: state.registration?.lifecycleStatus ?? 'NEW_IN_INVENTORY' },
    },
    { type: 'DeviceAuthorizationGranted', data: { organisation: command.organisation, functionGroup: 'OWNER' } },
    ...keys.flatMap((key): DeviceEvent[] => [
      { type: 'KeyStored', data: key },
      { type: 'KeyActivated', data: key },
    ]),
    // The address may be another one now.
    ...closed(state),
    { type: 'CommandSucceeded', data: { description: `Device ${state.deviceIdentification} was registered` } },
  ];
}

/** @throws CommandRefusedError EXISTING_DEVICE */
export function requireRoom(state: DeviceState, overwrite: boolean): void {
  if (state.registration !== null && !overwrite)
    throw new CommandRefusedError('EXISTING_DEVICE', `device ${state.deviceIdentification} exists already; set overwrite to replace it`);
}

function missingKeys(deviceType: string, keys: readonly StoredKey[]): Fault | undefined {
  const given = new Set(keys.map((key) => key.type));
  if (given.has('G_METER_MASTER_KEY') && E_METER_KEYS.some((type) => given.has(type)))
    return fault(401, 'an M-Bus default key cannot come together with keys of an E-meter', 'PROTOCOL_DLMS');
  const required = deviceType === 'SMART_METER_E' ? E_METER_KEYS : M_BUS_KEYS;
  const missing = required.filter((type) => !given.has(type));
  return missing.length === 0 ? undefined : fault(806, `missing: ${missing.join(', ')}`, 'PROTOCOL_DLMS');
}
