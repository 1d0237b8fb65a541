import type { TestAlarmType } from '#contract';
import { encodeExecutionTimes, executionTimeOf, objectsOfMeter } from '#cosem';
import { OperationError } from '../faults/fault-error.js';
import type { Effect, Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'TestAlarmScheduler';
const EXECUTION_TIME = 4;
const SCHEDULES: Readonly<Record<TestAlarmType, string>> = { PARTIAL_POWER_OUTAGE: 'PHASE_OUTAGE_TEST', LAST_GASP: 'LAST_GASP_TEST' };

/** Sets when the schedule of the test runs (class 22, attribute 4), in the meter's local time. */
export const testAlarmScheduler: Operation<'TestAlarmScheduler', Effect> = ({ scheduleTime, alarmType }, context) => {
  const { profile, settings } = context;
  const own = { ...profile, objects: objectsOfMeter(profile, settings.polyphase) };
  const ref = attributeOf(profileObject(own, SCHEDULES[alarmType], OPERATION), EXECUTION_TIME);
  const at = Date.parse(scheduleTime);
  if (at <= context.now()) throw new OperationError(401, `${OPERATION}: ${scheduleTime} is not in the future`);
  return settingEffect(OPERATION, [{ ref, data: encodeExecutionTimes([executionTimeOf(at, settings.timezone)]) }], 1, () => ({
    response: null,
    description: 'Schedule test alarm was successful',
    facts: [{ type: 'TestAlarmScheduled', data: { scheduleTime, alarmType }, occurredAt: context.now() }],
  }));
};
