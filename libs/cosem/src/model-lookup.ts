import type { Unit } from './units.js';

/** What can only be told from the model of a meter. */
export type ModelLookupName = 'GAS_METER_TYPE' | 'INSTANTANEOUS_VOLTAGE_DSMR4';

interface Lookup {
  /** Type values with the parts of a model code that mean them. */
  readonly entries: readonly { readonly type: string; readonly matches: readonly string[] }[];
  readonly otherwise: string;
}

const lookups: Readonly<Record<ModelLookupName, Lookup>> = {
  GAS_METER_TYPE: {
    entries: [
      { type: 'G4-G6', matches: ['G4', 'G6'] },
      { type: 'G10-G25', matches: ['G10', 'G16', 'G25'] },
      { type: 'value in meter is not like in specification', matches: ['G4SRT 1.2L', 'G10-16SRT_SMR55', 'G25SRT_SMR55'] },
      { type: 'unknown gas meter type', matches: ['elster-instromet', 'flonidan-gasmeter'] },
    ],
    otherwise: 'could not be determined',
  },
  INSTANTANEOUS_VOLTAGE_DSMR4: { entries: [{ type: 'Scaler -1', matches: ['Kaifa'] }], otherwise: 'Scaler 0' },
};

/** Scalers that a type value stands for; any other type: the meter has to be asked. */
const scalers: Readonly<Record<ModelLookupName, ReadonlyMap<string, { scaler: number; unit: Unit }>>> = {
  GAS_METER_TYPE: new Map([
    ['G4-G6', { scaler: -3, unit: 'M3' }],
    ['G10-G25', { scaler: -2, unit: 'M3' }],
  ]),
  INSTANTANEOUS_VOLTAGE_DSMR4: new Map([
    ['Scaler -1', { scaler: -1, unit: 'V' }],
    ['Scaler 0', { scaler: 0, unit: 'V' }],
  ]),
};

/** The type value of a model code. A code may hold several of the known parts: the last entry of the table wins. */
export function lookUpModel(name: ModelLookupName, modelCode: string): string {
  const { entries, otherwise } = lookups[name];
  return entries.findLast(({ matches }) => matches.some((part) => modelCode.includes(part)))?.type ?? otherwise;
}

/** Scaler and unit of a model's registers; undefined when the model does not tell, so that the meter has to be asked. */
export function scalerUnitOfModel(name: ModelLookupName, modelCode: string): { scaler: number; unit: Unit } | undefined {
  return scalers[name].get(lookUpModel(name, modelCode));
}
