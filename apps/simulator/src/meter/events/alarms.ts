import type { MeterState } from '../meter-state.js';
import { alarmOfCode, logOfCode } from './event-codes.js';
import type { MeterEvent } from './event-book.js';

type Details = Pick<MeterEvent, 'magnitude' | 'duration'>;

/**
 * Lets an event happen: it goes into its log and raises its alarm, as far as the meter's profile has them. An alarm that the
 * filter lets through is pushed to the destination that a client has set.
 * @returns whether the meter has a log or an alarm for the code
 */
export function raiseEvent(meter: MeterState, code: number, details: Details = {}): boolean {
  const log = logOfCode(code);
  const logged = log !== undefined && meter.objectOfTag(log) !== undefined;
  if (logged) meter.events.add(log, { at: meter.clock.now(), code, ...details });
  return raiseAlarm(meter, code) || logged;
}

function raiseAlarm(meter: MeterState, code: number): boolean {
  const alarm = alarmOfCode(code);
  if (alarm === undefined) return false;
  const { register, bit } = alarm;
  const object = meter.objectOfTag(`ALARM_REGISTER_${register}`);
  if (object === undefined) return false;
  const mask = 2 ** bit;
  const raised = (alarmValue(meter, 'REGISTER', register) | mask) >>> 0;
  meter.values.write(object.classId, object.obis, 2, { type: 'double-long-unsigned', value: raised });
  if ((alarmValue(meter, 'FILTER', register) & mask) !== 0) meter.push(register === 3 ? 'last-gasp' : 'alarm');
  return true;
}

/** Raw value of an alarm register or filter; 0 where the profile has none. */
export function alarmValue(meter: MeterState, which: 'REGISTER' | 'FILTER', number: 1 | 2 | 3): number {
  const value = meter.valueOfTag(`ALARM_${which}_${number}`, 2);
  return value?.type === 'double-long-unsigned' ? value.value : 0;
}
