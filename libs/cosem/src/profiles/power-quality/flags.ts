import type { PowerQualityRequest } from '../profile.js';

/** Quantities of power quality; those per phase have the flags of L1 and, for polyphase meters, those of L2 and L3. */
export type Quantity =
  | 'VOLTAGE_SWELLS'
  | 'VOLTAGE_SAGS'
  | 'LONG_POWER_FAILURES'
  | 'POWER_FAILURES'
  | 'INSTANTANEOUS_VOLTAGE'
  | 'AVERAGE_VOLTAGE'
  | 'INSTANTANEOUS_CURRENT'
  | 'TOTAL_CURRENT'
  | 'AVERAGE_CURRENT'
  | 'TOTAL_POWER'
  | 'INSTANTANEOUS_POWER'
  | 'AVERAGE_POWER';

export interface Flags {
  readonly first: readonly PowerQualityRequest[];
  readonly others: readonly PowerQualityRequest[];
}

/** A quantity that is left out does not exist in the profile. */
export type FlagTable = Readonly<Partial<Record<Quantity, Flags>>>;

const letters = { aS: 'ACTUAL_SP', aP: 'ACTUAL_PP', pS: 'PERIODIC_SP', pP: 'PERIODIC_PP' } as const;

type Letter = keyof typeof letters;

/** L1, or the only value: actual on all meters, and what is added. The other phases: actual on polyphase meters, and so on. */
function actual(first: readonly Letter[], others: readonly Letter[]): Flags {
  const named = (list: readonly Letter[]): PowerQualityRequest[] => list.map((letter) => letters[letter]);
  return { first: named(['aS', 'aP', ...first]), others: named(['aP', ...others]) };
}

const onlyActual = actual([], []);

export const flagsDsmr22: FlagTable = {
  VOLTAGE_SWELLS: onlyActual,
  VOLTAGE_SAGS: onlyActual,
  LONG_POWER_FAILURES: onlyActual,
  POWER_FAILURES: onlyActual,
  INSTANTANEOUS_VOLTAGE: onlyActual,
  AVERAGE_VOLTAGE: onlyActual,
  INSTANTANEOUS_CURRENT: onlyActual,
  TOTAL_CURRENT: onlyActual,
};

export const flagsDsmr4: FlagTable = {
  VOLTAGE_SWELLS: actual(['pS'], []),
  VOLTAGE_SAGS: actual(['pS'], []),
  LONG_POWER_FAILURES: onlyActual,
  POWER_FAILURES: actual(['pS'], []),
  INSTANTANEOUS_VOLTAGE: actual(['pS', 'pP'], ['pP']),
  AVERAGE_VOLTAGE: actual(['pS', 'pP'], ['pP']),
  INSTANTANEOUS_CURRENT: actual(['pS'], []),
  TOTAL_CURRENT: actual(['pP'], []),
  AVERAGE_CURRENT: actual(['pS'], []),
  TOTAL_POWER: onlyActual,
  INSTANTANEOUS_POWER: onlyActual,
  AVERAGE_POWER: actual(['pS', 'pP'], ['pP']),
};

export const flagsSmr5: FlagTable = {
  VOLTAGE_SWELLS: actual(['pS', 'pP'], ['pP']),
  VOLTAGE_SAGS: actual(['pS', 'pP'], ['pP']),
  LONG_POWER_FAILURES: onlyActual,
  POWER_FAILURES: actual(['pS', 'pP'], []),
  INSTANTANEOUS_VOLTAGE: actual(['pS'], []),
  AVERAGE_VOLTAGE: actual(['pS', 'pP'], ['pP']),
  INSTANTANEOUS_CURRENT: actual(['pS'], []),
  TOTAL_CURRENT: onlyActual,
  AVERAGE_CURRENT: actual(['pS', 'pP'], ['pP']),
  TOTAL_POWER: onlyActual,
  INSTANTANEOUS_POWER: onlyActual,
  AVERAGE_POWER: actual(['pS', 'pP'], ['pP']),
};
