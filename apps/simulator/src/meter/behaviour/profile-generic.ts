import { ACTION_RESULT, captureObjectData, captureObjectOf, d, DATA_ACCESS_RESULT, type CaptureObject, type Data } from '#dlms';
import type { CaptureLayout, CosemObject } from '#cosem';

import type { MeterState } from '../meter-state.js';
import type { ObjectBehaviour } from './object-behaviour.js';
import { elementsOf } from './shapes.js';

/**
 * Interface class 7, settings and methods; the buffer is made by the meter's history. Columns and period of a buffer that a
 * client may configure count for all its rows, as if they had always been chosen.
 */
export const profileGenericBehaviour: ObjectBehaviour = {
  read(meter, object, attribute) {
    const layout = layoutOf(meter, object);
    if (layout === undefined) return undefined;
    if (attribute === 3) return d.array(...layout.captureObjects.map(captureObjectData));
    if (attribute === 4) return d.u32(layout.capturePeriod);
    return attribute === 8 ? d.u32(layout.entries) : undefined;
  },
  write(meter, _, attribute, data) {
    if (attribute !== 3) return undefined;
    const columns = columnsOf(data);
    if (columns === undefined) return DATA_ACCESS_RESULT['type-unmatched'];
    return columns.every((column) => known(meter, column)) ? undefined : DATA_ACCESS_RESULT['other-reason'];
  },
  methods: {
    1(meter, object) {
      meter.events.clear(object.tag, meter.clock.now());
      return ACTION_RESULT.success;
    },
    2: () => ACTION_RESULT.success,
  },
};

/** Columns, period and size of a buffer now; undefined for what is no buffer. */
export function layoutOf(meter: MeterState, { classId, obis, profile }: CosemObject): CaptureLayout | undefined {
  if (profile === undefined) return undefined;
  const columns = meter.values.get(classId, obis, 3);
  const period = meter.values.get(classId, obis, 4);
  if (columns === undefined && period === undefined) return profile;
  const captureObjects = (columns === undefined ? undefined : columnsOf(columns)) ?? profile.captureObjects;
  return { ...profile, captureObjects, capturePeriod: period?.type === 'double-long-unsigned' ? period.value : profile.capturePeriod };
}

function columnsOf(data: Data): readonly CaptureObject[] | undefined {
  const columns = elementsOf(data).map(captureObjectOf);
  return columns.every((column) => column !== undefined) ? columns : undefined;
}

function known(meter: MeterState, { classId, obis, attribute }: CaptureObject): boolean {
  return typeof meter.find(classId, obis, attribute) !== 'number';
}
