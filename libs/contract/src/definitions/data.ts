import type { AmrProfileStatusFlag, EventLogCategory, PeriodType } from './enumerations.js';
import type { Fault } from './fault.js';
import type { BundleableOperation } from './operations.js';

/** A decimal quantity: plain notation with the meter's resolution after conversion, trailing zeros kept. */
export interface MeterValue {
  readonly value: string;
  readonly unit: 'KWH' | 'M3';
}

export interface SynchronizeTimeData {
  /** IANA zone. */
  readonly timeZone: string;
}

export interface GetPeriodicMeterReadsData {
  readonly periodType: PeriodType;
  /** ISO 8601 with offset; both ends inclusive. */
  readonly beginDate: string;
  readonly endDate: string;
}

export interface FindEventsQuery {
  readonly eventLogCategory: EventLogCategory;
  readonly from: string;
  readonly until: string;
}

export interface FindEventsData {
  readonly queries: readonly FindEventsQuery[];
}

/** A meter as AddDevice registers it, without its secrets. */
export interface DeviceSettings {
  readonly deviceType: string;
  /** IANA zone of the meter; `UTC` when none was given. */
  readonly timezone: string;
  readonly communicationMethod?: string;
  readonly communicationProvider?: string;
  readonly iccId?: string;
  readonly protocolName: string;
  readonly protocolVersion: string;
  readonly protocolVariant?: string;
  readonly supplier?: string;
  readonly lls1Active: boolean;
  readonly hls3Active: boolean;
  readonly hls4Active: boolean;
  readonly hls5Active: boolean;
  readonly deliveryDate: string;
  readonly mbusIdentificationNumber?: string;
  readonly mbusManufacturerIdentification?: string;
  readonly mbusVersion?: number;
  readonly mbusDeviceTypeIdentification?: number;
  readonly polyphase: boolean;
  readonly ipAddressIsStatic: boolean;
  readonly withListMax: number;
  readonly selectiveAccessSupported: boolean;
  readonly challengeLength: number;
  readonly port: number;
  readonly networkAddress?: string;
  readonly btsId?: number;
  readonly cellId?: number;
  readonly logicalId: number;
  readonly clientId: number;
  readonly useHdlc: boolean;
  readonly useSn: boolean;
}

export interface DeviceModel {
  readonly manufacturer: string;
  readonly modelCode?: string;
}

/** AddDevice as recorded: keys have gone to the vault. */
export interface AddDeviceData {
  readonly device: DeviceSettings;
  readonly deviceModel: DeviceModel;
  readonly overwrite: boolean;
}

export type BundleAction = { [K in BundleableOperation]: { readonly operation: K; readonly data: OperationData[K] } }[BundleableOperation];

export interface BundleData {
  readonly actions: readonly BundleAction[];
}

/** Validated data of each operation; null where the operation takes none. */
export interface OperationData {
  AddDevice: AddDeviceData;
  SynchronizeTime: SynchronizeTimeData;
  GetActualMeterReads: null;
  GetPeriodicMeterReads: GetPeriodicMeterReadsData;
  FindEvents: FindEventsData;
  ClearAlarmRegister: null;
  Bundle: BundleData;
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

export interface MeterEvent {
  readonly timestamp: string;
  readonly eventCode: number;
  readonly eventType: string;
  readonly eventLogCategory: EventLogCategory;
  readonly eventCounter?: number;
  readonly eventDetails?: readonly { readonly name: string; readonly value: string }[];
}

export interface MeterEvents {
  readonly events: readonly MeterEvent[];
}

/** Answer of one slot of a bundle. */
export interface ActionResponse {
  readonly operation: BundleableOperation;
  readonly result: 'OK' | 'NOT OK';
  readonly description?: string;
  readonly response?: unknown;
  readonly fault?: Fault;
}

export interface BundleResponse {
  readonly actions: readonly ActionResponse[];
}
