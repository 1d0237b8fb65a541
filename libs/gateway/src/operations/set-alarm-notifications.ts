import { alarmRegisterOf, alarmRegistersOf, changeAlarmFilter, decodeAlarms } from '#cosem';
import { d } from '#dlms';
import { requireSuccess, unreadable } from './access-result.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'SetAlarmNotifications';
const DONE = 'Set alarm notifications was successful';

/** Changes the named bits of each alarm filter, and writes a filter only when that changes it. What the meter has no register for is told. */
export const setAlarmNotifications: Operation<'SetAlarmNotifications'> = ({ alarmNotifications }, context) => {
  const { profile, settings } = context;
  const registers = alarmRegistersOf(profile);
  const filters = registers.map((register) => ({ register, ref: attributeOf(profileObject(profile, `ALARM_FILTER_${register}`, OPERATION), 2) }));
  const changes = new Map(alarmNotifications.map(({ alarmType, enabled }) => [alarmType, enabled]));
  const unknown = [...changes.keys()].filter((alarm) => !registers.includes(alarmRegisterOf(alarm)));
  return async (access) => {
    const refs = filters.map(({ ref }) => ref);
    const values = await readAttributes(access, refs, settings.withListMax, OPERATION);
    const after = [];
    for (const [index, { register, ref }] of filters.entries()) {
      const before = values[index];
      if (before?.type !== 'double-long-unsigned') throw unreadable(OPERATION, ref, 'not an alarm filter');
      const bits = changeAlarmFilter(register, before.value, changes);
      if (bits !== before.value) requireSuccess(await access.set(ref, d.u32(bits)), ref, OPERATION);
      after.push({ register, bits });
    }
    const enabled = after.flatMap(({ register, bits }) => decodeAlarms(register, bits).alarms);
    return {
      response: null,
      description: unknown.length === 0 ? DONE : `${DONE}; the meter has no register for ${unknown.join(', ')}`,
      facts: [{ type: 'AlarmNotificationsSet', data: { filters: after, enabled }, occurredAt: context.now() }],
    };
  };
};
