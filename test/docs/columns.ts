import type { CosemObject } from '#cosem';
import type { CaptureObject } from '#dlms';

import { code } from './markdown.js';

/** Names the columns of profiles by the objects of `shown` (and of single channels) that they come from. */
export class ColumnNames {
  private readonly byName: ReadonlyMap<string, CosemObject>;

  constructor(objects: Iterable<CosemObject>) {
    this.byName = new Map([...objects].map((object) => [`${object.classId}/${object.obis}`, object]));
  }

  /** Tag, and the attribute where it is not the plain value: `CDMA_DIAGNOSTIC` cell_info, element 3. */
  nameOf({ classId, obis, attribute, dataIndex }: CaptureObject): string {
    const object = this.byName.get(`${classId}/${obis}`);
    if (object === undefined) return code(`${obis}, class ${classId}, attribute ${attribute}`);
    const name = object.attributes.find(({ id }) => id === attribute)?.name ?? String(attribute);
    const element = dataIndex === 0 ? '' : `, element ${dataIndex}`;
    return name === 'value' || name === 'time' ? code(object.tag) : `${code(object.tag)} ${name}${element}`;
  }
}
