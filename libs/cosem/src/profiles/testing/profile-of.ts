import type { CosemObject, ProtocolProfile } from '../profile.js';
import { profiles } from '../registry.js';

/** The profile of a version; versions of SMR and DSMR do not overlap. */
export function profile(version: string): ProtocolProfile {
  const found = profiles.find((one) => one.version === version);
  if (found === undefined) throw new Error(`no profile of version ${version}`);
  return found;
}

export function object(version: string, tag: string): CosemObject {
  const found = profile(version).objects.get(tag);
  if (found === undefined) throw new Error(`${version} has no ${tag}`);
  return found;
}
