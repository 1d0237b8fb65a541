import { isInstant, type CosemObject } from '#cosem';
import { ACTION_RESULT, d, DATA_ACCESS_RESULT, decodeDateTime, type Data } from '#dlms';

import { eventCode } from '../events/event-codes.js';
import { raiseEvent } from '../events/alarms.js';
import { stamp } from '../history.js';
import type { MeterState } from '../meter-state.js';
import type { ObjectBehaviour } from './object-behaviour.js';
import { elementsOf, hasShape } from './shapes.js';

const daylightSavingActive = 0x80;
const minute = 60_000;
const quarter = 15 * minute;
/** Longest shift that the clock takes, seconds. */
const maxShift = 900;
/** A change from here on is logged, milliseconds. */
const loggedChange = minute;
const maxDeviation = 720;

/** Interface class 8: local time, with the zone and the daylight saving that a client may set. */
export const clockBehaviour: ObjectBehaviour = {
  read(meter, _, attribute) {
    const now = meter.clock.now();
    if (attribute === 2) return stamp(now, meter.zone);
    return attribute === 4 ? d.u8(meter.zone.isDaylightSaving(now) ? daylightSavingActive : 0) : undefined;
  },
  write(meter, _, attribute, data) {
    if (attribute === 2) return setTime(meter, data);
    if (attribute === 3 && data.type === 'long' && Math.abs(data.value) > maxDeviation) return DATA_ACCESS_RESULT['other-reason'];
    return (attribute === 5 || attribute === 6) && !hasShape(data, { octets: 12 }) ? DATA_ACCESS_RESULT['type-unmatched'] : undefined;
  },
  methods: {
    1: (meter) => adjust(meter, quarter),
    2: (meter) => adjust(meter, quarter),
    3: (meter) => adjust(meter, minute),
    4: adjustToPreset,
    5: preset,
    6(meter, _, parameter) {
      if (parameter?.type !== 'long') return ACTION_RESULT['type-unmatched'];
      if (Math.abs(parameter.value) > maxShift) return ACTION_RESULT['other-reason'];
      return change(meter, meter.clock.now() + parameter.value * 1000);
    },
  },
};

function setTime(meter: MeterState, data: Data): number {
  const at = instant(meter, data);
  if (at === undefined)
    return data.type === 'octet-string' && data.value.length === 12 ? DATA_ACCESS_RESULT['other-reason'] : DATA_ACCESS_RESULT['type-unmatched'];
  return change(meter, at);
}

function change(meter: MeterState, at: number): number {
  const logged = Math.abs(at - meter.clock.now()) >= loggedChange;
  if (logged) raiseEvent(meter, eventCode.clockAdjustedOldTime);
  meter.clock.set({ at });
  if (logged) raiseEvent(meter, eventCode.clockAdjustedNewTime);
  return ACTION_RESULT.success;
}

/** To the nearest multiple of `step`. */
function adjust(meter: MeterState, step: number): number {
  return change(meter, Math.round(meter.clock.now() / step) * step);
}

/** Method 5: a time, and the interval in which method 4 may set it. */
const presetShape = { structure: [{ octets: 12 }, { octets: 12 }, { octets: 12 }] } as const;
const presetAttribute = -5;

function preset(meter: MeterState, { classId, obis }: CosemObject, parameter: Data | undefined): number {
  if (parameter === undefined || !hasShape(parameter, presetShape)) return ACTION_RESULT['type-unmatched'];
  meter.values.write(classId, obis, presetAttribute, parameter);
  return ACTION_RESULT.success;
}

function adjustToPreset(meter: MeterState, { classId, obis }: CosemObject): number {
  const [at, from, to] = elementsOf(meter.values.get(classId, obis, presetAttribute)).map((data) => instant(meter, data));
  const now = meter.clock.now();
  if (at === undefined || from === undefined || to === undefined || now < from || now > to) return ACTION_RESULT['other-reason'];
  return change(meter, at);
}

function instant(meter: MeterState, data: Data): number | undefined {
  if (data.type !== 'octet-string' || data.value.length !== 12) return undefined;
  const time = decodeDateTime(data.value);
  return isInstant(time) ? meter.zone.read(time) : undefined;
}
