import { d } from '#dlms';
import type { Effect, Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetClockConfiguration';

/** Time zone and daylight saving rules of the clock (class 8, attributes 3, 5, 6 and 8). */
export const setClockConfiguration: Operation<'SetClockConfiguration', Effect> = (data, context) => {
  const clock = profileObject(context.profile, 'CLOCK', OPERATION);
  const settings = [
    { ref: attributeOf(clock, 3), data: d.i16(data.timeZoneOffset) },
    { ref: attributeOf(clock, 5), data: d.octets(data.daylightSavingsBegin) },
    { ref: attributeOf(clock, 6), data: d.octets(data.daylightSavingsEnd) },
    { ref: attributeOf(clock, 8), data: d.bool(data.daylightSavingsEnabled) },
  ];
  return settingEffect(OPERATION, settings, context.settings.withListMax, () => ({
    response: null,
    description: 'Set clock configuration was successful',
    facts: [{ type: 'ClockConfigurationSet', data: { ...data }, occurredAt: context.now() }],
  }));
};
