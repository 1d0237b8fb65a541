import type { MeterValue } from '#contract';
import { scaleToKwh, unitOf, type CosemObject, type ScalerUnit } from '#cosem';
import type { Data } from '#dlms';

/** Names of the contract for the cumulative energy registers, by logical name. */
export const energyNames = {
  '1.0.1.8.0.255': 'activeEnergyImport',
  '1.0.2.8.0.255': 'activeEnergyExport',
  '1.0.1.8.1.255': 'activeEnergyImportTariffOne',
  '1.0.1.8.2.255': 'activeEnergyImportTariffTwo',
  '1.0.2.8.1.255': 'activeEnergyExportTariffOne',
  '1.0.2.8.2.255': 'activeEnergyExportTariffTwo',
} as const;

export type EnergyName = (typeof energyNames)[keyof typeof energyNames];

/** Tags of the same registers in the protocol profiles. */
export const energyTags: Readonly<Record<EnergyName, string>> = {
  activeEnergyImport: 'ACTIVE_ENERGY_IMPORT',
  activeEnergyExport: 'ACTIVE_ENERGY_EXPORT',
  activeEnergyImportTariffOne: 'ACTIVE_ENERGY_IMPORT_TARIFF_ONE',
  activeEnergyImportTariffTwo: 'ACTIVE_ENERGY_IMPORT_TARIFF_TWO',
  activeEnergyExportTariffOne: 'ACTIVE_ENERGY_EXPORT_TARIFF_ONE',
  activeEnergyExportTariffTwo: 'ACTIVE_ENERGY_EXPORT_TARIFF_TWO',
};

export function energyNameOf(obis: string): EnergyName | undefined {
  return Object.hasOwn(energyNames, obis) ? energyNames[obis as keyof typeof energyNames] : undefined;
}

export const isEnergyRegister = (object: Pick<CosemObject, 'classId' | 'obis'>): boolean =>
  object.classId === 3 && energyNameOf(object.obis) !== undefined;

/** A raw register value in kWh, exact; undefined for what is no whole number or no energy. */
export function kwh(raw: Data, { scaler, unit }: ScalerUnit): MeterValue | undefined {
  if (unit !== 'WH' || !('value' in raw)) return undefined;
  if (typeof raw.value !== 'bigint' && (typeof raw.value !== 'number' || !Number.isSafeInteger(raw.value))) return undefined;
  return { value: scaleToKwh(raw.value, scaler, unit), unit: 'KWH' };
}

/** The scaler_unit structure of a register (class 3, attribute 3); undefined for another shape or a unit that no profile uses. */
export function scalerUnitOf(data: Data): ScalerUnit | undefined {
  if (data.type !== 'structure') return undefined;
  const [scaler, number] = data.value;
  if (scaler?.type !== 'integer' || number?.type !== 'enum') return undefined;
  const unit = unitOf(number.value);
  return unit === undefined ? undefined : { scaler: scaler.value, unit };
}
