import { dsmr22 } from './dsmr22.js';
import { dsmr422 } from './dsmr422.js';
import type { CosemObject, ProtocolProfile } from './profile.js';
import { smr43 } from './smr43.js';
import { smr500 } from './smr500.js';
import { smr51 } from './smr51.js';
import { smr52 } from './smr52.js';
import { smr55 } from './smr55.js';

/** Every protocol profile that is known here, oldest first. */
export const profiles: readonly ProtocolProfile[] = [dsmr22, dsmr422, smr43, smr500, smr51, smr52, smr55];

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
