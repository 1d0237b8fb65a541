import { BUNDLE_ACTIONS, EXCHANGES } from '../definitions/contract/index.js';
import { isOperationName } from '../definitions/operations.js';

/** Names that requests had in older versions, or have in a bundle or on the wire → the name of today. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  RetrieveAllAttributeValues: 'GetAllAttributeValues',
  SetEncryptionKeyExchangeOnGMeter: 'SetKeyOnGMeter',
  DeCoupleMbusDevice: 'DecoupleMbusDevice',
  SetKeys: 'ReplaceKeys',
  ActualMeterReads: 'GetActualMeterReads',
  ActualMeterReadsGas: 'GetActualMeterReadsGas',
  PeriodicMeterReads: 'GetPeriodicMeterReads',
  PeriodicMeterReadsGas: 'GetPeriodicMeterReadsGas',
  ActualPowerQuality: 'GetActualPowerQuality',
};

/** The current name of an operation that may be given under another one. */
export function currentOperationName(name: string): string {
  return Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] ?? name) : name;
}

/** Names of what can be asked for in the contract, in the order of its services; GetOutages only in a bundle. */
const CONTRACT_NAMES: ReadonlySet<string> = new Set([
  ...EXCHANGES.filter(({ kind }) => kind === 'command').map(({ name }) => name),
  ...BUNDLE_ACTIONS.map(currentOperationName),
]);

export type OperationSupport = 'available' | 'planned' | 'unknown';

/** Whether this version carries the operation out, only knows its name, or does not know it. */
export function operationSupport(name: string): OperationSupport {
  if (isOperationName(name)) return 'available';
  return CONTRACT_NAMES.has(name) ? 'planned' : 'unknown';
}

/** Operations of the contract that this version only knows by name. */
export const plannedOperations = (): readonly string[] => [...CONTRACT_NAMES].filter((name) => !isOperationName(name));
