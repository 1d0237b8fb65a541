import { meterRead } from './definition.js';

/** What is read from a meter. */
export const READS = {
  GetActualMeterReads: meterRead('GetActualMeterReads', 'REQUEST_ACTUAL_METER_DATA', 'Reads the current registers of an E-meter'),
  GetPeriodicMeterReads: meterRead('GetPeriodicMeterReads', 'REQUEST_PERIODIC_METER_DATA', 'Reads daily, monthly or interval values of an E-meter'),
  FindEvents: meterRead('FindEvents', 'FIND_EVENTS', 'Reads event logs, one query per log category and period'),
  ReadAlarmRegister: meterRead('ReadAlarmRegister', 'READ_ALARM_REGISTER', 'Reads which alarms are raised in the alarm registers of the meter'),
};
