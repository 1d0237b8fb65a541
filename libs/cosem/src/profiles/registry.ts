import { dsmr422 } from './dsmr422.js';
import type { CosemObject, ProtocolProfile } from './profile.js';
import { smr51 } from './smr51.js';

/** Every protocol profile that is known here. */
export const profiles: readonly ProtocolProfile[] = [dsmr422, smr51];

/** The profile of a protocol name and version as devices carry them (`SMR`, `5.1`); undefined when not known. */
export function findProfile(protocolName: string, protocolVersion: string): ProtocolProfile | undefined {
  return profiles.find((profile) => profile.name === protocolName && profile.version === protocolVersion);
}

/** The object of a class and logical name; undefined when the profile has none. */
export function findObject(profile: ProtocolProfile, classId: number, obis: string): CosemObject | undefined {
  return index(profile).get(`${classId}/${obis}`);
}

const indexes = new WeakMap<ProtocolProfile, Map<string, CosemObject>>();

function index(profile: ProtocolProfile): Map<string, CosemObject> {
  let found = indexes.get(profile);
  if (found === undefined) {
    found = new Map([...profile.objects.values()].map((object) => [`${object.classId}/${object.obis}`, object]));
    indexes.set(profile, found);
  }
  return found;
}
