import { createHash } from 'node:crypto';

import type { ProtocolProfile } from '#cosem';

import type { MbusKind } from './mbus/mbus-kinds.js';

/** How the management client has to associate. */
export const securityLevels = ['none', 'lls', 'hls5'] as const;

export type SecurityLevel = (typeof securityLevels)[number];

/** What a meter is from the factory: never changes while the fleet runs. */
export interface MeterIdentity {
  /** Position in the fleet, from 0. */
  readonly index: number;
  readonly deviceIdentification: string;
  readonly address: string;
  /** The platform is not told the address: the meter has to be woken up and looked for. */
  readonly dynamicAddress: boolean;
  readonly logicalDevice: number;
  readonly profile: ProtocolProfile;
  readonly polyphase: boolean;
  readonly security: SecurityLevel;
  /** What hangs on the M-Bus channels, the first element on channel 1. */
  readonly mbus: readonly (MbusKind | undefined)[];
}

export interface MeterKeys {
  readonly masterKey: Buffer;
  readonly authenticationKey: Buffer;
  readonly encryptionKey: Buffer;
}

/** 17 characters, `TEST1024000000001` for the first meter. */
export function deviceIdentification(index: number): string {
  return `TEST1024${String(index + 1).padStart(9, '0')}`;
}

/** System title of the meter: a manufacturer's three letters and its number in five octets. */
export function systemTitle(index: number): Buffer {
  const title = Buffer.alloc(8);
  title.write('TST', 'ascii');
  title.writeUIntBE(index + 1, 3, 5);
  return title;
}

/** Factory keys, a function of the fleet's seed and the meter. */
export function factoryKeys(seed: number, index: number): MeterKeys {
  return {
    masterKey: derivedKey(seed, index, 'master'),
    authenticationKey: derivedKey(seed, index, 'authentication'),
    encryptionKey: derivedKey(seed, index, 'encryption'),
  };
}

/** A number in 0..limit-1 that belongs to (seed, meter, purpose). */
export function derivedNumber(seed: number, index: number, purpose: string, limit: number): number {
  return derivedKey(seed, index, purpose).readUInt32BE(0) % limit;
}

/** A key of 16 octets that belongs to (seed, meter, purpose). */
export function derivedKey(seed: number, index: number, purpose: string): Buffer {
  return createHash('sha256').update(`meterlog-simulator/${seed}/${index}/${purpose}`).digest().subarray(0, 16);
}

/** Password of LLS, the same for all meters. */
export const llsPassword = '11111111';

/** When every meter of the fleet was delivered. */
export const factoryDelivery = '2026-01-15T00:00:00Z';
