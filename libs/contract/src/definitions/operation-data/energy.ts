import type { AmrProfileStatusFlag, PeriodType } from '../enumerations.js';

/** A decimal quantity: plain notation with the meter's resolution after conversion, trailing zeros kept. */
export interface MeterValue {
  readonly value: string;
  readonly unit: 'KWH' | 'M3';
}

export interface GetPeriodicMeterReadsData {
  readonly periodType: PeriodType;
  /** ISO 8601 with offset; both ends inclusive. */
  readonly beginDate: string;
  readonly endDate: string;
}

export interface ActualMeterReads {
  /** ISO 8601 with the meter's offset. */
  readonly logTime: string;
  readonly activeEnergyImport: MeterValue;
  readonly activeEnergyExport: MeterValue;
  readonly activeEnergyImportTariffOne: MeterValue;
  readonly activeEnergyImportTariffTwo: MeterValue;
  readonly activeEnergyExportTariffOne: MeterValue;
  readonly activeEnergyExportTariffTwo: MeterValue;
}

export interface PeriodicMeterRead {
  readonly logTime: string;
  readonly activeEnergyImport?: MeterValue;
  readonly activeEnergyExport?: MeterValue;
  readonly activeEnergyImportTariffOne?: MeterValue;
  readonly activeEnergyImportTariffTwo?: MeterValue;
  readonly activeEnergyExportTariffOne?: MeterValue;
  readonly activeEnergyExportTariffTwo?: MeterValue;
  readonly amrProfileStatusCode?: readonly AmrProfileStatusFlag[];
}

export interface PeriodicMeterReads {
  readonly periodType: PeriodType;
  readonly periodicMeterReads: readonly PeriodicMeterRead[];
}
