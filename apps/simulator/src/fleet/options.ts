import { offsetMinutes, profiles, type ProtocolProfile } from '#cosem';

import { securityLevels, type SecurityLevel } from '../meter/identity.js';
import { mbusDeviceTypes, type MbusKind } from '../meter/mbus/mbus-kinds.js';
import { parseIpv4 } from './addresses.js';

export interface FleetOptions {
  /** Number of meters. */
  readonly meters: number;
  /** Protocol profiles in turn, such as `SMR5.1`. */
  readonly profiles: readonly string[];
  /** Every n-th meter has three phases; 0 for none. */
  readonly polyphase: number;
  /** Every n-th meter has no fixed address: it is woken up by SMS; 0 for none. */
  readonly dynamic: number;
  /** Security of the management client in turn, as long as the list of profiles has been gone through: `none`, `lls`, `hls5`. */
  readonly security: readonly string[];
  /** Devices on the M-Bus channels 1 to 4: `gas`, `water`, `heat`, `electricity`, or `-` for none. */
  readonly mbus: readonly string[];
  /** Meters behind one address, told apart by their logical device. */
  readonly logicalDevices: number;
  /** What carries the APDUs. */
  readonly framing: 'wrapper' | 'hdlc';
  /** A connection on which nothing is said for so long is ended, ms; 0: never. */
  readonly inactivityTimeout: number;
  /** Address of the first meter, in 127.0.0.0/8. */
  readonly base: string;
  /** Port of all meters; 0 takes a free one. */
  readonly port: number;
  /** Port of the control interface; 0 takes a free one. */
  readonly controlPort: number;
  /** Address of the control interface. */
  readonly controlHost: string;
  /** Keys and values of the fleet follow from it. */
  readonly seed: number;
  /** IANA zone that the meters keep their local time in. */
  readonly timezone: string;
}

export const defaultOptions: FleetOptions = {
  meters: 25,
  profiles: ['SMR5.1', 'DSMR4.2.2'],
  polyphase: 0,
  dynamic: 0,
  security: ['hls5'],
  mbus: ['gas'],
  logicalDevices: 1,
  framing: 'wrapper',
  inactivityTimeout: 0,
  base: '127.16.0.1',
  port: 4059,
  controlPort: 4060,
  controlHost: '127.0.0.1',
  seed: 7,
  timezone: 'Europe/Amsterdam',
};

/** What the meters of a fleet are built from. */
export interface Catalogue {
  readonly profiles: readonly ProtocolProfile[];
  readonly security: readonly SecurityLevel[];
  readonly mbus: readonly (MbusKind | undefined)[];
}

const channels = 4;
/** Addresses of an HDLC server have 14 bits, of which the last ones are reserved. */
const maxLogicalDevices = 16_000;
const framings: readonly string[] = ['wrapper', 'hdlc'];

/**
 * Checks options and resolves their names.
 * @throws RangeError that names the option
 */
export function resolveOptions(options: FleetOptions): Catalogue {
  const { meters, base, dynamic, polyphase, mbus, framing, logicalDevices } = options;
  if (!Number.isInteger(meters) || meters < 1) throw new RangeError('meters must be a whole number above 0');
  if (!Number.isInteger(logicalDevices) || logicalDevices < 1 || logicalDevices > maxLogicalDevices) {
    throw new RangeError(`logicalDevices must be 1..${maxLogicalDevices}`);
  }
  const last = parseIpv4(base) + Math.ceil(meters / logicalDevices) - 1;
  if (parseIpv4(base) < parseIpv4('127.0.0.1') || last > parseIpv4('127.255.255.254')) {
    throw new RangeError(`base: ${meters} meters from ${base} on do not fit into 127.0.0.0/8`);
  }
  for (const name of ['port', 'controlPort'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 0 || options[name] > 65_535) throw new RangeError(`${name} must be 0..65535`);
  }
  if (!Number.isInteger(options.seed)) throw new RangeError('seed must be a whole number');
  if (!Number.isInteger(polyphase) || polyphase < 0) throw new RangeError('polyphase must be a whole number from 0 on');
  if (!Number.isInteger(options.inactivityTimeout) || options.inactivityTimeout < 0)
    throw new RangeError('inactivityTimeout must be a whole number from 0 on');
  if (!Number.isInteger(dynamic) || dynamic < 0) throw new RangeError('dynamic must be a whole number from 0 on');
  try {
    offsetMinutes(0, options.timezone);
  } catch {
    throw new RangeError(`timezone: ${options.timezone} is not an IANA zone`);
  }
  if (!framings.includes(framing)) throw new RangeError(`framing: ${framing} is not one of ${framings.join(', ')}`);
  if (options.profiles.length === 0) throw new RangeError('profiles: at least one is needed');
  if (options.security.length === 0) throw new RangeError('security: at least one is needed');
  if (mbus.length > channels) throw new RangeError(`mbus: a meter has ${channels} channels`);
  return {
    profiles: options.profiles.map(resolveProfile),
    security: options.security.map((text) => named('security', text, securityLevels)),
    mbus: mbus.map((text) => (text === '-' ? undefined : named('mbus', text, Object.keys(mbusDeviceTypes) as MbusKind[]))),
  };
}

function named<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((name) => name === text.trim().toLowerCase());
  if (found === undefined) throw new RangeError(`${option}: ${text} is not one of ${known.join(', ')}`);
  return found;
}

function resolveProfile(text: string): ProtocolProfile {
  const wanted = text.trim().toUpperCase().replaceAll(' ', '');
  const found = profiles.find((profile) => profile.name + profile.version === wanted);
  if (found !== undefined) return found;
  const known = profiles.map((profile) => profile.name + profile.version).join(', ');
  throw new RangeError(`profiles: ${text} is not one of ${known}`);
}
