import { d } from '#dlms';
import type { Effect, Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetThdConfiguration';

/** Durations are registers of 32 bits, the values of 16. */
export const setThdConfiguration: Operation<'SetThdConfiguration', Effect> = (data, context) => {
  const register = (tag: string) => attributeOf(profileObject(context.profile, tag, OPERATION), 2);
  const settings = [
    { ref: register('THD_MIN_DURATION_NORMAL_TO_OVER'), data: d.u32(data.minDurationNormalToOver) },
    { ref: register('THD_MIN_DURATION_OVER_TO_NORMAL'), data: d.u32(data.minDurationOverToNormal) },
    { ref: register('THD_TIME_THRESHOLD'), data: d.u32(data.timeThreshold) },
    { ref: register('THD_VALUE_HYSTERESIS'), data: d.u16(data.valueHysteresis) },
    { ref: register('THD_VALUE_THRESHOLD'), data: d.u16(data.valueThreshold) },
  ];
  return settingEffect(OPERATION, settings, context.settings.withListMax, () => ({
    response: null,
    description: 'THD Configuration was successful',
    facts: [{ type: 'ThdConfigurationSet', data: { ...data }, occurredAt: context.now() }],
  }));
};
