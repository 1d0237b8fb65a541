import { isOperationName, type OperationName } from '#contract';

/** NotificationType of the contract: the message type of the operation, which is not always its device function. */
const TYPES: Readonly<Record<OperationName, string>> = {
  AddDevice: 'ADD_METER',
  SynchronizeTime: 'SYNCHRONIZE_TIME',
  GetActualMeterReads: 'REQUEST_ACTUAL_METER_DATA',
  GetPeriodicMeterReads: 'REQUEST_PERIODIC_METER_DATA',
  FindEvents: 'FIND_EVENTS',
  ClearAlarmRegister: 'CLEAR_ALARM_REGISTER',
  Bundle: 'HANDLE_BUNDLED_ACTIONS',
};

/** The contract's type of the notification about an operation; the operation's own name where the contract has none. */
export const notificationTypeOf = (operation: string): string => (isOperationName(operation) ? TYPES[operation] : operation);
