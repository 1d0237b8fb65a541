import { objectsOfMeter, type CosemObject, type ProtocolProfile } from '#cosem';

/** The objects of all meters that are built alike. */
export interface MeterModel {
  readonly byTag: ReadonlyMap<string, CosemObject>;
  find(classId: number, obis: string): CosemObject | undefined;
}

const models = new WeakMap<ReadonlyMap<string, CosemObject>, MeterModel>();

/** One model for all meters of a profile with as many phases. */
export function meterModel(profile: ProtocolProfile, polyphase: boolean): MeterModel {
  const byTag = objectsOfMeter(profile, polyphase);
  let model = models.get(byTag);
  if (model === undefined) {
    const index = new Map([...byTag.values()].map((object) => [`${object.classId}/${object.obis}`, object]));
    model = { byTag, find: (classId, obis) => index.get(`${classId}/${obis}`) };
    models.set(byTag, model);
  }
  return model;
}
