import { decodeAlarms, type AlarmRegister } from '#cosem';
import { InvalidPushError, type PushedRegisters } from './push-message.js';

/** Four octets of an alarm register. @throws InvalidPushError when a bit is set that has no meaning */
export function alarmRegister(register: AlarmRegister, bytes: Buffer): PushedRegisters {
  const value = bytes.readUInt32BE();
  const { unknownBits } = decodeAlarms(register, value);
  if (unknownBits.length > 0) throw new InvalidPushError(`unused bits of alarm register ${register} are set: ${unknownBits.join(', ')}`);
  return { [register]: value };
}
