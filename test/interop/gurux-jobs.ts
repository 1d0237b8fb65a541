import { findProfile, objectsOfMeter, type CosemObject } from '#cosem';
import { DATA_TAGS } from '#dlms';

import type { FleetMeter, Framing, SecurityLevel } from './interop-fleet.js';

/** A meter for the client to check: how to reach it, and what it is declared to have. */
export interface GuruxJob {
  readonly meter: string;
  readonly host: string;
  readonly port: number;
  readonly framing: Framing;
  readonly security: SecurityLevel;
  readonly password?: string;
  /** Hex, as the other keys. */
  readonly encryptionKey: string;
  readonly authenticationKey: string;
  readonly masterKey: string;
  /** What the meter's clock stands at, epoch milliseconds. */
  readonly now: number;
  readonly objects: readonly GuruxObject[];
}

interface GuruxObject {
  readonly classId: number;
  readonly version: number;
  readonly obis: string;
  /** `tag`: of the declared type. `access`: 1 to read, 3 to read and write, in all versions of the association. */
  readonly attributes: readonly { readonly id: number; readonly tag: number; readonly access: 1 | 3 }[];
  readonly methods: readonly number[];
}

/** Profile, security and framing of a meter. */
export const nameOf = ({ protocolName, protocolVersion, security }: FleetMeter, framing: Framing): string =>
  `${protocolName}${protocolVersion} ${security} ${framing}`;

export function guruxJob(meter: FleetMeter, framing: Framing): GuruxJob {
  const { address, port, protocolName, protocolVersion, polyphase, security, llsPassword, keys, clock } = meter;
  const profile = findProfile(protocolName, protocolVersion);
  if (profile === undefined) throw new Error(`no profile ${protocolName} ${protocolVersion}`);
  return {
    meter: nameOf(meter, framing),
    host: address,
    port,
    framing,
    security,
    ...(llsPassword === undefined ? {} : { password: llsPassword }),
    ...keys,
    now: Date.parse(clock.at),
    objects: [...objectsOfMeter(profile, polyphase).values()].map(guruxObject),
  };
}

function guruxObject({ classId, version, obis, attributes, methods = [] }: CosemObject): GuruxObject {
  const logicalName = { id: 1, tag: DATA_TAGS['octet-string'], access: 1 } as const;
  const declared = attributes.map(({ id, type, access }) => ({ id, tag: DATA_TAGS[type], access: access === 'RW' ? 3 : 1 }) as const);
  return { classId, version, obis, attributes: [logicalName, ...declared], methods: methods.map(({ id }) => id) };
}
