import type { TestAlarmSchedulerData } from '../../definitions/data.js';
import { TEST_ALARM_TYPES, type TestAlarmType } from '../../definitions/meter-enumerations.js';
import { ChoiceField, InstantField, rule } from '../rules/fields.js';
import { parseInstant, utc } from '../rules/instant.js';
import { objectData } from './data-rule.js';

/** The contract wants it refused on request; the executor looks again when the meter is reached. */
const InFuture = (): PropertyDecorator =>
  rule('inFuture', 'must be in the future', (value) => {
    const at = parseInstant(value);
    // An instant that cannot be read is another rule's fault.
    return at === undefined || at > Date.now();
  });

class TestAlarmSchedulerDataDto {
  @InstantField({ description: 'in the future', example: '2099-11-01T00:00:00Z' }, InFuture())
  scheduleTime!: string;

  @ChoiceField(TEST_ALARM_TYPES)
  alarmType!: TestAlarmType;
}

export const testAlarmSchedulerData = objectData(
  TestAlarmSchedulerDataDto,
  ({ scheduleTime, alarmType }): TestAlarmSchedulerData => ({ scheduleTime: utc(scheduleTime), alarmType }),
  { scheduleTime: '2099-11-01T00:00:00Z', alarmType: 'PARTIAL_POWER_OUTAGE' },
);
