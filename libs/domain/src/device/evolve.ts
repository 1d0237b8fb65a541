import { groupsGranted } from './rights.js';
import type { DeviceSettings } from '#contract';
import type { DeviceEventData } from './events/index.js';
import type { RecordedDeviceEvent } from './events/recorded.js';
import { evolveCommand } from './evolve-command.js';
import type { DeviceState, KeyPair } from './state.js';

/** Folds one event into a device's state. Unknown types change nothing: a newer version may have written them. */
export function evolve(state: DeviceState, event: RecordedDeviceEvent): DeviceState {
  switch (event.type) {
    case 'DeviceRegistered':
    case 'DeviceReplaced':
      return { ...state, registration: event.data };
    case 'CommunicationSettingsChanged':
      return withSettings(state, event.data);
    case 'ProtocolChanged':
      return withProtocol(state, event.data);
    case 'LifecycleStatusChanged':
      return state.registration === null ? state : { ...state, registration: { ...state.registration, lifecycleStatus: event.data.to } };
    case 'DeviceAuthorizationGranted':
      return granted(state, event.data);
    case 'DeviceAuthorizationRevoked':
      return revoked(state, event.data);
    case 'KeyStored':
      return withKey(state, event.data, (pair) => ({ ...pair, pending: named(event.data) }));
    case 'KeyActivated':
      return withKey(state, event.data, () => ({ active: named(event.data) }));
    case 'ClockSynchronized':
      return withSettings(state, { timezone: event.data.timezone });
    default:
      return evolveCommand(state, event);
  }
}

function granted(state: DeviceState, { organisation, functionGroup }: DeviceEventData<'DeviceAuthorizationGranted'>): DeviceState {
  const groups = groupsGranted(state, organisation);
  if (groups.includes(functionGroup)) return state;
  return { ...state, authorizations: { ...state.authorizations, [organisation]: [...groups, functionGroup] } };
}

function revoked(state: DeviceState, { organisation, functionGroup }: DeviceEventData<'DeviceAuthorizationRevoked'>): DeviceState {
  const { [organisation]: _before, ...others } = state.authorizations;
  const groups = groupsGranted(state, organisation).filter((group) => group !== functionGroup);
  return { ...state, authorizations: groups.length === 0 ? others : { ...others, [organisation]: groups } };
}

const named = ({ keyId, fingerprint }: DeviceEventData<'KeyStored'>) => ({ keyId, fingerprint });

function withKey(state: DeviceState, { type }: DeviceEventData<'KeyStored'>, change: (pair: KeyPair) => KeyPair): DeviceState {
  return { ...state, keys: { ...state.keys, [type]: change(state.keys[type] ?? {}) } };
}

/** SynchronizeTime, too, tells something of it: in which zone the meter lives. */
function withSettings(state: DeviceState, settings: Partial<DeviceSettings>): DeviceState {
  if (state.registration === null) return state;
  return { ...state, registration: { ...state.registration, device: { ...state.registration.device, ...settings } } };
}

/** The variant goes when the new protocol has none. */
function withProtocol(state: DeviceState, protocol: DeviceEventData<'ProtocolChanged'>): DeviceState {
  if (state.registration === null) return state;
  const { protocolVariant: _before, ...device } = state.registration.device;
  return { ...state, registration: { ...state.registration, device: { ...device, ...protocol } } };
}
