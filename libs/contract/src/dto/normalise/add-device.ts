import type { AddDeviceData, DeviceSettings } from '../../definitions/data.js';
import type { SecretType } from '../../definitions/enumerations.js';
import type { AddDeviceDataDto } from '../requests/add-device.dto.js';
import type { DeviceDto } from '../requests/device.dto.js';
import { utc } from '../rules/instant.js';
import { present } from './present.js';

/** Fields of a request that hold key material → what the vault calls it. */
export const SECRET_FIELDS = {
  masterKey: 'E_METER_MASTER_KEY',
  authenticationKey: 'E_METER_AUTHENTICATION_KEY',
  globalEncryptionUnicastKey: 'E_METER_ENCRYPTION_KEY_UNICAST',
  mbusDefaultKey: 'G_METER_MASTER_KEY',
  mbusUserKey: 'G_METER_ENCRYPTION_KEY',
  mbusFirmwareUpdateAuthenticationKey: 'G_METER_FIRMWARE_UPDATE_AUTHENTICATION_KEY',
  mbusP0Key: 'G_METER_OPTICAL_PORT_KEY',
  llsPassword: 'LLS_PASSWORD',
} as const satisfies Partial<Record<keyof DeviceDto, SecretType>>;

export interface GivenSecret {
  readonly type: SecretType;
  /** Path of the field in the request. */
  readonly field: string;
  /** Hexadecimal plain or cipher text. */
  readonly hex: string;
}

const DEFAULTS = { deviceType: 'SMART_METER_E', timezone: 'UTC', port: 4059, logicalId: 1, clientId: 1 };

/** Splits AddDevice into what may be recorded, with defaults filled in, and the key material that goes to the vault. */
export function normaliseAddDevice(dto: AddDeviceDataDto): { readonly data: AddDeviceData; readonly secrets: readonly GivenSecret[] } {
  const { manufacturer, modelCode } = dto.deviceModel;
  return {
    data: { device: settings(dto.device), deviceModel: { manufacturer, ...present({ modelCode }) }, overwrite: dto.overwrite ?? false },
    secrets: secretsOf(dto.device),
  };
}

function secretsOf(device: DeviceDto): GivenSecret[] {
  return Object.entries(SECRET_FIELDS).flatMap(([name, type]) => {
    const hex = device[name as keyof typeof SECRET_FIELDS];
    return hex === undefined || hex === null ? [] : [{ type, field: `data.device.${name}`, hex }];
  });
}

function settings(dto: DeviceDto): DeviceSettings {
  return {
    ...texts(dto),
    ...flags(dto),
    ...present({
      mbusVersion: dto.mbusVersion,
      mbusDeviceTypeIdentification: dto.mbusDeviceTypeIdentification,
      btsId: dto.btsId,
      cellId: dto.cellId,
    }),
    deliveryDate: utc(dto.deliveryDate),
    withListMax: Math.max(1, dto.withListMax ?? 1),
    challengeLength: dto.challengeLength,
    port: dto.port ?? DEFAULTS.port,
    logicalId: dto.logicalId ?? DEFAULTS.logicalId,
    clientId: dto.clientId ?? DEFAULTS.clientId,
  };
}

function texts(dto: DeviceDto) {
  return {
    deviceType: dto.deviceType ?? DEFAULTS.deviceType,
    timezone: dto.timezone ?? DEFAULTS.timezone,
    protocolName: dto.protocolName ?? '',
    protocolVersion: dto.protocolVersion ?? '',
    ...present({
      communicationMethod: dto.communicationMethod,
      communicationProvider: dto.communicationProvider,
      iccId: dto.iccId,
      protocolVariant: dto.protocolVariant,
      supplier: dto.supplier,
      mbusIdentificationNumber: dto.mbusIdentificationNumber,
      mbusManufacturerIdentification: dto.mbusManufacturerIdentification,
      networkAddress: dto.networkAddress,
    }),
  };
}

function flags(dto: DeviceDto) {
  return {
    lls1Active: dto.lls1Active ?? false,
    hls3Active: dto.hls3Active ?? false,
    hls4Active: dto.hls4Active ?? false,
    hls5Active: dto.hls5Active ?? false,
    polyphase: dto.polyphase ?? false,
    ipAddressIsStatic: dto.ipAddressIsStatic ?? false,
    selectiveAccessSupported: dto.selectiveAccessSupported ?? false,
    useHdlc: dto.useHdlc ?? false,
    useSn: dto.useSn ?? false,
  };
}
