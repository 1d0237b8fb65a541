import type { AdministrativeStatus, ConfigurationFlagType, FirmwareModuleType, GprsOperationModeType } from '../meter-enumerations.js';

export interface AdministrativeStatusRead {
  readonly enabled: AdministrativeStatus;
}

export interface ConfigurationFlag {
  readonly configurationFlagType: ConfigurationFlagType;
  readonly enabled: boolean;
}

/** Every flag that the profile knows, and the mode where it has one. */
export interface ConfigurationObject {
  readonly gprsOperationMode?: GprsOperationModeType;
  readonly configurationFlags?: readonly ConfigurationFlag[];
}

export interface ConfigurationObjectRead {
  readonly configurationObject: ConfigurationObject;
}

export interface FirmwareVersions {
  readonly firmwareVersion: readonly { readonly version: string; readonly firmwareModuleType: FirmwareModuleType }[];
}
