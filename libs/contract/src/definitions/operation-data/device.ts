import type { DeviceLifecycleStatus } from '../enumerations.js';

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

/** How the platform speaks to a device: those of its settings that can be changed alone. */
export type SetDeviceCommunicationSettingsData = Pick<
  DeviceSettings,
  'challengeLength' | 'withListMax' | 'selectiveAccessSupported' | 'ipAddressIsStatic' | 'useSn' | 'useHdlc' | 'polyphase'
>;

export interface SetDeviceLifecycleStatusData {
  readonly deviceLifecycleStatus: DeviceLifecycleStatus;
}

export interface UpdateProtocolData {
  readonly protocol: string;
  readonly protocolVersion: string;
  readonly protocolVariant?: string;
}
