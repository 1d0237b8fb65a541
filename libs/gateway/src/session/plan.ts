import type { DeviceSettings, SecretType } from '#contract';
import { findProfile, type ProtocolProfile } from '#cosem';
import type { KeyInUse } from '#domain';
import { SessionSetupError } from '../faults/fault-error.js';
import type { SessionRequest } from '../session-request.js';

export type SecurityPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'lls1'; readonly password: KeyInUse }
  | { readonly kind: 'hls5'; readonly encryptionKey: KeyInUse; readonly authenticationKey: KeyInUse };

/** Where a device is: at its registered address, or wherever its SIM card is online. */
export type Whereabouts = { readonly kind: 'registered'; readonly host: string } | { readonly kind: 'dynamic'; readonly iccId: string };

/** How a device is talked to. */
export interface SessionPlan {
  readonly whereabouts: Whereabouts;
  readonly port: number;
  readonly profile: ProtocolProfile;
  readonly security: SecurityPlan;
}

/** Octets that a challenge may have (Green Book, HLS). */
const MIN_CHALLENGE = 8;
const MAX_CHALLENGE = 64;

/**
 * Checks that the device can be talked to as it is registered; no I/O.
 * @param findsAddresses addresses that are not fixed can be found; otherwise the registered one is all there is
 * @throws SessionSetupError 212 no address, 410 no ICCID, 416 unknown protocol, 413 unsupported setting, 806 key missing, 213 challenge length
 */
export function planSession({ settings, keys }: Pick<SessionRequest, 'settings' | 'keys'>, findsAddresses: boolean): SessionPlan {
  const whereabouts = findsAddresses && !settings.ipAddressIsStatic ? cardOf(settings) : addressOf(settings);
  const profile = findProfile(settings.protocolName, settings.protocolVersion);
  if (profile === undefined) throw new SessionSetupError(416, `protocol ${settings.protocolName} ${settings.protocolVersion} is not supported`);
  if (settings.useHdlc) throw new SessionSetupError(413, 'HDLC framing is not supported');
  if (settings.useSn) throw new SessionSetupError(413, 'short name referencing is not supported');
  return { whereabouts, port: settings.port, profile, security: securityOf(settings, keys) };
}

function addressOf({ networkAddress }: DeviceSettings): Whereabouts {
  const host = networkAddress?.trim() ?? '';
  if (host === '') throw new SessionSetupError(212, 'the device has no network address');
  return { kind: 'registered', host };
}

function cardOf({ iccId = '' }: DeviceSettings): Whereabouts {
  if (iccId === '') throw new SessionSetupError(410, 'the address of the device is not fixed, and it has no ICCID that it could be found by');
  return { kind: 'dynamic', iccId };
}

/** The strongest that is active: HLS 5, 4, 3, LLS 1, none. */
function securityOf(settings: DeviceSettings, keys: SessionRequest['keys']): SecurityPlan {
  if (settings.hls5Active) {
    const encryptionKey = required('E_METER_ENCRYPTION_KEY_UNICAST', keys);
    const authenticationKey = required('E_METER_AUTHENTICATION_KEY', keys);
    requireChallengeLength(settings.challengeLength);
    return { kind: 'hls5', encryptionKey, authenticationKey };
  }
  if (settings.hls4Active) throw new SessionSetupError(413, 'HLS 4 is not supported');
  if (settings.hls3Active) throw new SessionSetupError(413, 'HLS 3 is not supported');
  return settings.lls1Active ? { kind: 'lls1', password: required('LLS_PASSWORD', keys) } : { kind: 'none' };
}

function required(type: SecretType, keys: SessionRequest['keys']): KeyInUse {
  const key = keys[type];
  if (key === undefined) throw new SessionSetupError(806, `the device has no active ${type}`);
  return key;
}

function requireChallengeLength(length: number): void {
  if (Number.isInteger(length) && length >= MIN_CHALLENGE && length <= MAX_CHALLENGE) return;
  throw new SessionSetupError(213, `challenge length ${length} is not within ${MIN_CHALLENGE} to ${MAX_CHALLENGE}`);
}
