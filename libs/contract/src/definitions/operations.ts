/** What the platform needs to know of an operation beside its data. */
export interface OperationDefinition {
  readonly name: string;
  readonly summary: string;
  /** Can stand in a bundle. */
  readonly bundleable: boolean;
  /** False: answered by the platform alone, without a connection to a meter. */
  readonly needsMeter: boolean;
  /** Device function of the contract that authorises it; null: no check against the device. */
  readonly deviceFunction: string | null;
  /**
   * What doing it twice would mean. `checkable`: the meter can be asked whether it was done. `dangerous`: something may be lost, and the
   * meter cannot always tell. Of a bundle its actions say it.
   */
  readonly repeating: 'harmless' | 'checkable' | 'dangerous';
}

export const OPERATIONS = {
  AddDevice: {
    name: 'AddDevice',
    summary: 'Registers a meter with its model and keys, optionally overwriting',
    bundleable: false,
    needsMeter: false,
    deviceFunction: null,
    repeating: 'harmless',
  },
  SynchronizeTime: {
    name: 'SynchronizeTime',
    summary: 'Sets the meter clock from the platform clock, expressed in the given time zone',
    bundleable: true,
    needsMeter: true,
    deviceFunction: 'SYNCHRONIZE_TIME',
    repeating: 'harmless',
  },
  GetActualMeterReads: {
    name: 'GetActualMeterReads',
    summary: 'Reads the current registers of an E-meter',
    bundleable: true,
    needsMeter: true,
    deviceFunction: 'REQUEST_ACTUAL_METER_DATA',
    repeating: 'harmless',
  },
  GetPeriodicMeterReads: {
    name: 'GetPeriodicMeterReads',
    summary: 'Reads daily, monthly or interval values of an E-meter',
    bundleable: true,
    needsMeter: true,
    deviceFunction: 'REQUEST_PERIODIC_METER_DATA',
    repeating: 'harmless',
  },
  FindEvents: {
    name: 'FindEvents',
    summary: 'Reads event logs, one query per log category and period',
    bundleable: true,
    needsMeter: true,
    deviceFunction: 'FIND_EVENTS',
    repeating: 'harmless',
  },
  ClearAlarmRegister: {
    name: 'ClearAlarmRegister',
    summary: 'Sets all alarm registers of the meter to zero',
    bundleable: true,
    needsMeter: true,
    deviceFunction: 'CLEAR_ALARM_REGISTER',
    // A second time would take away alarms that were raised in between and that nobody has read.
    repeating: 'dangerous',
  },
  Bundle: {
    name: 'Bundle',
    summary: 'Runs several actions on one device in one association, in order',
    bundleable: false,
    needsMeter: true,
    deviceFunction: 'HANDLE_BUNDLED_ACTIONS',
    repeating: 'harmless',
  },
} as const satisfies Record<string, OperationDefinition>;

export type OperationName = keyof typeof OPERATIONS;
export type BundleableOperation = { [K in OperationName]: (typeof OPERATIONS)[K]['bundleable'] extends true ? K : never }[OperationName];

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}
