import type { MeterOperation } from '#contract';
import { alarmRegistersOf, type AlarmRegister } from '#cosem';
import type { AttributeRef } from '#dlms';
import { unreadable } from './access-result.js';
import type { MeterAccess } from './meter-access.js';
import type { OperationContext } from './operation.js';
import { profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

export interface RegisterRef {
  readonly register: AlarmRegister;
  readonly ref: AttributeRef;
}

/** Where the 32 bits of each alarm register of the meter are. @throws OperationError 416 when the profile has not even the first */
export function alarmRegisterRefs({ profile }: OperationContext, operation: MeterOperation): readonly RegisterRef[] {
  profileObject(profile, 'ALARM_REGISTER_1', operation);
  return alarmRegistersOf(profile).map((register) => {
    const { classId, obis } = profileObject(profile, `ALARM_REGISTER_${register}`, operation);
    return { register, ref: { classId, obis, attribute: 2 } };
  });
}

/** The bits of the registers, in their order. @throws OperationError 412 for one that cannot be read */
export async function readAlarmBits(
  access: MeterAccess,
  registers: readonly RegisterRef[],
  { settings }: OperationContext,
  operation: MeterOperation,
): Promise<readonly number[]> {
  const refs = registers.map(({ ref }) => ref);
  const values = await readAttributes(access, refs, settings.withListMax, operation);
  return refs.map((ref, index) => {
    const value = values[index];
    if (value?.type !== 'double-long-unsigned') throw unreadable(operation, ref, 'not an alarm register');
    return value.value;
  });
}
