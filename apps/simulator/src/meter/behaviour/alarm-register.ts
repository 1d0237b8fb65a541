import { raiseEvent } from '../events/alarms.js';
import { eventCode } from '../events/event-codes.js';
import { keep, type ObjectBehaviour } from './object-behaviour.js';

const clearedCodes: Readonly<Record<string, number>> = {
  ALARM_REGISTER_1: eventCode.alarmRegisterCleared,
  ALARM_REGISTER_2: eventCode.alarmRegister2Cleared,
};

/** Alarm registers 1 to 3: setting one to 0 is logged. */
export const alarmRegisterBehaviour: ObjectBehaviour = {
  write(meter, object, attribute, data) {
    const code = clearedCodes[object.tag];
    if (code === undefined || data.type !== 'double-long-unsigned' || data.value !== 0) return undefined;
    keep(meter, object, attribute, data);
    raiseEvent(meter, code);
    return 0;
  },
};
