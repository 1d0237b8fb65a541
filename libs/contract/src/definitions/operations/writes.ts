import { meterWrite } from './definition.js';

/** What changes something in a meter. */
export const WRITES = {
  SynchronizeTime: meterWrite(
    'SynchronizeTime',
    'SYNCHRONIZE_TIME',
    'harmless',
    'Sets the meter clock from the platform clock, expressed in the given time zone',
  ),
  // A second time would take away alarms that were raised in between and that nobody has read.
  ClearAlarmRegister: meterWrite('ClearAlarmRegister', 'CLEAR_ALARM_REGISTER', 'dangerous', 'Sets all alarm registers of the meter to zero'),
};
