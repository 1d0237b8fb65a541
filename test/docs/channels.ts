import type { CosemObject } from '#cosem';

/** Objects of M-Bus channels differ in the channel only: pages show those of channel 1, and write x for its number. */
export function shownObjects(objects: Iterable<CosemObject>): CosemObject[] {
  return [...objects]
    .filter(({ channel }) => channel === undefined || channel === 1)
    .map((object) => (object.channel === 1 ? ofAnyChannel(object) : object));
}

export function ofAnyChannel(object: CosemObject): CosemObject {
  const { profile } = object;
  const captureObjects = profile?.captureObjects.map((column) => ({ ...column, obis: anyChannel(column.obis) }));
  return {
    ...object,
    tag: object.tag.replace(/_CHANNEL_1$/, '_CHANNEL_x'),
    obis: anyChannel(object.obis),
    ...(profile === undefined || captureObjects === undefined ? {} : { profile: { ...profile, captureObjects } }),
  };
}

function anyChannel(obis: string): string {
  return obis.replace(/^0\.1\./, '0.x.');
}
