import { encodeSpecialDays } from '#cosem';
import type { Effect, Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetSpecialDays';

/** Replaces the whole table. */
export const setSpecialDays: Operation<'SetSpecialDays', Effect> = ({ specialDays }, context) => {
  const ref = attributeOf(profileObject(context.profile, 'SPECIAL_DAYS_TABLE', OPERATION), 2);
  const data = encodeSpecialDays(specialDays.map(({ specialDayDate, dayId }) => ({ date: Buffer.from(specialDayDate, 'hex'), dayId })));
  return settingEffect(OPERATION, [{ ref, data }], 1, () => ({
    response: null,
    description: 'Set special days was successful',
    facts: [{ type: 'SpecialDaysSet', data: { specialDays: specialDays.map((day) => ({ ...day })) }, occurredAt: context.now() }],
  }));
};
