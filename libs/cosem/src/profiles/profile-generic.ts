import { d } from '#dlms';

import { attribute, withValue } from './builders.js';
import type { CaptureLayout, CosemAttribute, CosemObject } from './profile.js';

/** Which of a profile's settings a client may write. */
export type Writable = 'nothing' | 'columns' | 'everything';

const fifo = d.enumeration(1);

/** Interface class 7: buffer, columns, period and size. */
export function profileGeneric(tag: string, obis: string, layout: CaptureLayout, writable: Writable = 'nothing'): CosemObject {
  const everything = writable === 'everything';
  return {
    tag,
    classId: 7,
    version: 1,
    obis,
    attributes: [
      attribute(2, 'buffer', 'array'),
      setting(3, 'capture_objects', 'array', writable !== 'nothing'),
      withValue(setting(4, 'capture_period', 'double-long-unsigned', everything), d.u32(layout.capturePeriod)),
      withValue(attribute(5, 'sort_method', 'enum', 'R', 'FIXED_IN_METER'), fifo),
      attribute(6, 'sort_object', 'structure', 'R', 'FIXED_IN_METER'),
      attribute(7, 'entries_in_use', 'double-long-unsigned'),
      withValue(setting(8, 'profile_entries', 'double-long-unsigned', everything), d.u32(layout.entries)),
    ],
    profile: layout,
  };
}

function setting(id: number, name: string, type: CosemAttribute['type'], writable: boolean): CosemAttribute {
  return writable ? attribute(id, name, type, 'RW', 'SET_BY_CLIENT') : attribute(id, name, type, 'R', 'FIXED_IN_PROFILE');
}
