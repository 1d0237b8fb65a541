import { isInstant, type CosemObject } from '#cosem';
import { ACTION_RESULT, DATA_ACCESS_RESULT, decodeDateTime, type Data } from '#dlms';

import { raiseEvent } from '../events/alarms.js';
import { eventCode } from '../events/event-codes.js';
import type { MeterState } from '../meter-state.js';
import { keep, type ObjectBehaviour } from './object-behaviour.js';
import { hasShape, type Shape } from './shapes.js';

const day: Shape = 'unsigned';
const tables: Readonly<Record<number, Shape>> = {
  7: { arrayOf: { structure: ['octet-string', { octets: 12 }, 'octet-string'] } },
  8: { arrayOf: { structure: ['octet-string', day, day, day, day, day, day, day] } },
  9: { arrayOf: { structure: [day, { arrayOf: { structure: [{ octets: 4 }, { octets: 6 }, 'long-unsigned'] } }] } },
  10: { octets: 12 },
};

/** Interface class 20: the passive calendar becomes the active one by method 1, or when the time of attribute 10 comes. */
export const activityCalendarBehaviour: ObjectBehaviour = {
  write(meter, object, attribute, data) {
    const shape = tables[attribute];
    if (shape !== undefined && !hasShape(data, shape)) return DATA_ACCESS_RESULT['type-unmatched'];
    keep(meter, object, attribute, data);
    if (attribute === 9) raiseEvent(meter, eventCode.passiveTariffUpdated);
    if (attribute === 10) schedule(meter, object, data);
    return DATA_ACCESS_RESULT.success;
  },
  methods: {
    1(meter, object) {
      activate(meter, object);
      return ACTION_RESULT.success;
    },
  },
};

const pendingName = 'activate-passive-calendar';

/** A time that is not specified means never. */
function schedule(meter: MeterState, object: CosemObject, data: Data): void {
  meter.pending.drop(pendingName);
  const time = data.type === 'octet-string' ? decodeDateTime(data.value) : {};
  if (isInstant(time)) meter.pending.plan(pendingName, meter.zone.read(time), () => activate(meter, object));
}

function activate(meter: MeterState, object: CosemObject): void {
  for (const active of [2, 3, 4, 5]) {
    const passive = meter.values.get(object.classId, object.obis, active + 4);
    if (passive !== undefined) keep(meter, object, active, passive);
  }
  meter.pending.drop(pendingName);
  raiseEvent(meter, eventCode.tariffActivated);
}
