import { offsetMinutes, profiles, type ProtocolProfile } from '#cosem';

import { parseIpv4 } from './addresses.js';

export interface FleetOptions {
  /** Number of meters. */
  readonly meters: number;
  /** Protocol profiles in turn, such as `SMR5.1`. */
  readonly profiles: readonly string[];
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
  base: '127.16.0.1',
  port: 4059,
  controlPort: 4060,
  controlHost: '127.0.0.1',
  seed: 7,
  timezone: 'Europe/Amsterdam',
};

/**
 * Checks options and resolves the profiles.
 * @throws RangeError that names the option
 */
export function resolveProfiles(options: FleetOptions): readonly ProtocolProfile[] {
  const { meters, base } = options;
  if (!Number.isInteger(meters) || meters < 1) throw new RangeError('meters must be a whole number above 0');
  const last = parseIpv4(base) + meters - 1;
  if (parseIpv4(base) < parseIpv4('127.0.0.1') || last > parseIpv4('127.255.255.254')) {
    throw new RangeError(`base: ${meters} meters from ${base} on do not fit into 127.0.0.0/8`);
  }
  for (const name of ['port', 'controlPort'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 0 || options[name] > 65_535) throw new RangeError(`${name} must be 0..65535`);
  }
  if (!Number.isInteger(options.seed)) throw new RangeError('seed must be a whole number');
  try {
    offsetMinutes(0, options.timezone);
  } catch {
    throw new RangeError(`timezone: ${options.timezone} is not an IANA zone`);
  }
  if (options.profiles.length === 0) throw new RangeError('profiles: at least one is needed');
  return options.profiles.map(resolveProfile);
}

function resolveProfile(text: string): ProtocolProfile {
  const wanted = text.trim().toUpperCase().replaceAll(' ', '');
  const found = profiles.find((profile) => profile.name + profile.version === wanted);
  if (found !== undefined) return found;
  const known = profiles.map((profile) => profile.name + profile.version).join(', ');
  throw new RangeError(`profiles: ${text} is not one of ${known}`);
}
