import { d } from '#dlms';
import { requireSuccess } from './access-result.js';
import { alarmRegisterRefs, readAlarmBits } from './alarm-registers.js';
import type { Effect, Operation, OperationOutcome } from './operation.js';

const OPERATION = 'ClearAlarmRegister';

/**
 * Sets every alarm register of the profile to zero, the first one first; a refusal ends it there.
 * Zeros that are read back say that it was done; anything else may be an alarm that was raised since.
 */
export const clearAlarmRegister: Operation<'ClearAlarmRegister', Effect> = (_, context) => {
  const registers = alarmRegisterRefs(context, OPERATION);
  const cleared = (): OperationOutcome => ({
    response: null,
    description: 'Clear alarm register was successful',
    facts: [{ type: 'AlarmRegisterCleared', data: { registers: registers.map(({ register }) => register) }, occurredAt: context.now() }],
  });
  return {
    async execute(access) {
      for (const { ref } of registers) requireSuccess(await access.set(ref, d.u32(0)), ref, OPERATION);
      return cleared();
    },
    async verify(access) {
      const bits = await readAlarmBits(access, registers, context, OPERATION);
      return bits.every((value) => value === 0) ? { verdict: 'done', outcome: cleared() } : { verdict: 'cannot tell' };
    },
  };
};
