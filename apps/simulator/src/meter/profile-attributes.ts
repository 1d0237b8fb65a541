import type { CosemObject } from '#cosem';
import { captureObjectData, d, type Data } from '#dlms';

/** Attributes 3, 4, 7 and 8 of a profile generic object, as its layout says; undefined for anything else. */
export function profileAttribute(object: CosemObject, attribute: number, rows: () => number): Data | undefined {
  const layout = object.profile;
  if (layout === undefined) return undefined;
  switch (attribute) {
    case 3:
      return d.array(...layout.captureObjects.map(captureObjectData));
    case 4:
      return d.u32(layout.capturePeriod);
    case 7:
      return d.u32(rows());
    case 8:
      return d.u32(layout.entries);
    default:
      return undefined;
  }
}
