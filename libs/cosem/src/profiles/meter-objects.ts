import type { CosemObject, ProtocolProfile } from './profile.js';

type ObjectsByTag = ReadonlyMap<string, CosemObject>;

const singlePhase = new WeakMap<ProtocolProfile, ObjectsByTag>();

/**
 * The objects that a meter of the profile has, by tag. A single phase meter lacks the objects of the other phases, and
 * the columns of its profiles that would hold them.
 */
export function objectsOfMeter(profile: ProtocolProfile, polyphase: boolean): ObjectsByTag {
  if (polyphase) return profile.objects;
  let found = singlePhase.get(profile);
  if (found === undefined) {
    found = withoutOtherPhases(profile.objects);
    singlePhase.set(profile, found);
  }
  return found;
}

function withoutOtherPhases(objects: ObjectsByTag): ObjectsByTag {
  const all = [...objects.values()];
  const absent = new Set(all.filter(({ polyphaseOnly }) => polyphaseOnly === true).flatMap(({ tag, classId, obis }) => [tag, `${classId}/${obis}`]));
  const present = all.filter(({ tag }) => !absent.has(tag));
  return new Map(present.map((object) => [object.tag, narrowed(object, absent)]));
}

function narrowed(object: CosemObject, absent: ReadonlySet<string>): CosemObject {
  const layout = object.profile;
  if (layout === undefined) return object;
  const captureObjects = layout.captureObjects.filter(({ classId, obis }) => !absent.has(`${classId}/${obis}`));
  const selectable = layout.selectable?.filter((tag) => !absent.has(tag));
  return { ...object, profile: { ...layout, captureObjects, ...(selectable === undefined ? {} : { selectable }) } };
}
