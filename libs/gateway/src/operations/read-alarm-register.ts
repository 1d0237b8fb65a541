import type { AlarmRegisterContent } from '#contract';
import { decodeAlarms } from '#cosem';
import { alarmRegisterRefs, readAlarmBits } from './alarm-registers.js';
import type { Operation } from './operation.js';

const OPERATION = 'ReadAlarmRegister';

/** Reads every alarm register of the profile. Bits without a meaning are recorded, but no alarm. */
export const readAlarmRegister: Operation<'ReadAlarmRegister'> = (_, context) => {
  const registers = alarmRegisterRefs(context, OPERATION);
  return async (access) => {
    const bits = await readAlarmBits(access, registers, context, OPERATION);
    const read = registers.map(({ register }, index) => ({ register, bits: bits[index] ?? 0 }));
    const alarmTypes = read.flatMap((one) => decodeAlarms(one.register, one.bits).alarms);
    const response: AlarmRegisterContent = { alarmTypes };
    return { response, facts: [{ type: 'AlarmRegisterRead', data: { registers: read, alarmTypes }, occurredAt: context.now() }] };
  };
};
