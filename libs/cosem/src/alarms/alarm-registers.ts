import type { ProtocolProfile } from '../profiles/profile.js';
import { CosemValueError } from '../values/cosem-value-error.js';
import { alarmBits, alarmRegisters, type AlarmRegister, type AlarmType } from './alarm-types.js';

export interface Alarms {
  /** Alarms that are set, lowest bit first. */
  readonly alarms: readonly AlarmType[];
  /** Set bits that have no meaning in this register. */
  readonly unknownBits: readonly number[];
}

/** The registers (and filters) that meters of the profile have. */
export function alarmRegistersOf(profile: ProtocolProfile): readonly AlarmRegister[] {
  return alarmRegisters.filter((register) => profile.objects.has(`ALARM_REGISTER_${register}`));
}

/** The register that shows an alarm. */
export function alarmRegisterOf(alarm: AlarmType): AlarmRegister {
  const found = alarmRegisters.find((register) => alarmBits[register].has(alarm));
  if (found === undefined) throw new CosemValueError(`${alarm} is not an alarm`);
  return found;
}

/** What a register, or a filter, of 32 bits says. */
export function decodeAlarms(register: AlarmRegister, bits: number): Alarms {
  const names = new Map([...alarmBits[register]].map(([alarm, bit]) => [bit, alarm]));
  const alarms: AlarmType[] = [];
  const unknownBits: number[] = [];
  for (let bit = 0; bit < 32; bit++) {
    if (((bits >>> bit) & 1) === 0) continue;
    const alarm = names.get(bit);
    if (alarm === undefined) unknownBits.push(bit);
    else alarms.push(alarm);
  }
  return { alarms, unknownBits };
}

/**
 * The 32 bits of a set of alarms.
 * @throws CosemValueError for an alarm of another register
 */
export function encodeAlarms(register: AlarmRegister, alarms: Iterable<AlarmType>): number {
  return [...alarms].reduce((bits, alarm) => bits | (1 << bitOf(register, alarm)), 0) >>> 0;
}

/** A filter with some alarms switched on or off; all other bits, known or not, stay as they are. Alarms of other registers do not count. */
export function changeAlarmFilter(register: AlarmRegister, current: number, changes: ReadonlyMap<AlarmType, boolean>): number {
  let bits = current;
  for (const [alarm, enabled] of changes) {
    const bit = alarmBits[register].get(alarm);
    if (bit !== undefined) bits = enabled ? bits | (1 << bit) : bits & ~(1 << bit);
  }
  return bits >>> 0;
}

function bitOf(register: AlarmRegister, alarm: AlarmType): number {
  const bit = alarmBits[register].get(alarm);
  if (bit === undefined) throw new CosemValueError(`${alarm} is not in alarm register ${register}`);
  return bit;
}
