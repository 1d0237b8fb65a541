import type { DeviceSettings } from '#contract';
import { findProfile, fromInstant, type ProtocolProfile } from '#cosem';
import { d, encodeDateTime, type Data } from '#dlms';
import type { OperationContext } from '../operations/operation.js';

export const AMSTERDAM = 'Europe/Amsterdam';

/** An SMR 5.1 meter as AddDevice would have it, in the Netherlands. */
export const smr51Settings: DeviceSettings = {
  deviceType: 'SMART_METER_E',
  timezone: AMSTERDAM,
  protocolName: 'SMR',
  protocolVersion: '5.1',
  lls1Active: false,
  hls3Active: false,
  hls4Active: false,
  hls5Active: true,
  deliveryDate: '2026-01-15T00:00:00Z',
  polyphase: true,
  ipAddressIsStatic: true,
  withListMax: 32,
  selectiveAccessSupported: true,
  challengeLength: 16,
  port: 4059,
  networkAddress: '127.0.0.1',
  logicalId: 1,
  clientId: 1,
  useHdlc: false,
  useSn: false,
};

export const dsmr422Settings: DeviceSettings = { ...smr51Settings, protocolName: 'DSMR', protocolVersion: '4.2.2' };

export function profileOf({ protocolName, protocolVersion }: DeviceSettings): ProtocolProfile {
  const profile = findProfile(protocolName, protocolVersion);
  if (profile === undefined) throw new Error(`no profile for ${protocolName} ${protocolVersion}`);
  return profile;
}

export function contextOf(settings: DeviceSettings, now = '2026-11-23T08:00:00Z'): OperationContext {
  return { settings, profile: profileOf(settings), now: () => Date.parse(now) };
}

/** A time stamp of a meter in Amsterdam. */
export const stamp = (iso: string): Data => d.octets(encodeDateTime(fromInstant(Date.parse(iso), AMSTERDAM)));
