import type { MeterFleet } from '../fleet/meter-fleet.js';
import { llsPassword, type MeterIdentity, type MeterKeys } from '../meter/identity.js';
import type { Meter } from '../meter/meter.js';
import { iccIdOf } from '../provider/sim-cards.js';
import { channelsToJson } from './channel-json.js';
import { clockToJson } from './clock-json.js';
import { badField, objectBody } from './http-error.js';

const keyNames = ['masterKey', 'authenticationKey', 'encryptionKey'] as const;

/** A meter as lists show it. */
export function identityToJson(fleet: MeterFleet, identity: MeterIdentity): Readonly<Record<string, unknown>> {
  const { deviceIdentification, address, logicalDevice, profile, polyphase } = identity;
  return { deviceIdentification, address, port: fleet.port, logicalDevice, protocolName: profile.name, protocolVersion: profile.version, polyphase };
}

/** A meter with everything about it. */
export function meterToJson(fleet: MeterFleet, meter: Meter): unknown {
  return {
    ...identityToJson(fleet, meter.identity),
    iccId: iccIdOf(meter.identity.index),
    keys: keysToJson(meter.keys.keys),
    clock: clockToJson(meter.clock),
    channels: channelsToJson(meter),
    security: meter.identity.security,
    ...(meter.identity.security === 'lls' ? { llsPassword } : {}),
    settings: meter.settings,
    counters: meter.counters,
    invocationCounter: meter.keys.lastAccepted,
  };
}

export function keysToJson(keys: MeterKeys): Record<(typeof keyNames)[number], string> {
  const hex = (name: (typeof keyNames)[number]): string => keys[name].toString('hex');
  return { masterKey: hex('masterKey'), authenticationKey: hex('authenticationKey'), encryptionKey: hex('encryptionKey') };
}

/** Body of `PUT …/keys`: any subset, 16 octets in hex each. */
export function parseKeys(body: unknown): Partial<MeterKeys> {
  const given = objectBody(body, keyNames);
  const keys: { -readonly [K in keyof MeterKeys]?: MeterKeys[K] } = {};
  for (const name of keyNames) {
    const value = given[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || !/^[0-9a-fA-F]{32}$/.test(value)) throw badField(name, 'must be 32 hex digits');
    keys[name] = Buffer.from(value, 'hex');
  }
  return keys;
}
