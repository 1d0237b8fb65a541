import type { CaptureObject } from '#dlms';

import { attribute, clockColumn, column, data, perChannel, profileGeneric } from './builders.js';
import type { CosemObject } from './profile.js';

/** Interface class 72; version 1 has plain identification numbers, version 0 packed BCD. */
function clientSetup(version: number): CosemObject[] {
  return perChannel((channel) => ({
    tag: `MBUS_CLIENT_SETUP_CHANNEL_${channel}`,
    classId: 72,
    version,
    obis: `0.${channel}.24.1.0.255`,
    attributes: [
      attribute(2, 'mbus_port_reference', 'octet-string'),
      attribute(3, 'capture_definition', 'array', 'RW'),
      attribute(4, 'capture_period', 'double-long-unsigned', 'RW'),
      attribute(5, 'primary_address', 'unsigned', 'RW'),
      attribute(6, 'identification_number', 'double-long-unsigned', 'RW'),
      attribute(7, 'manufacturer_id', 'long-unsigned', 'RW'),
      attribute(8, 'version', 'unsigned', 'RW'),
      attribute(9, 'device_type', 'unsigned', 'RW'),
      attribute(10, 'access_number', 'unsigned'),
      attribute(11, 'status', 'unsigned'),
      attribute(12, 'alarm', 'unsigned'),
      attribute(13, 'configuration', 'long-unsigned', 'RW', 'SET_BY_CLIENT'),
      attribute(14, 'encryption_key_status', 'enum'),
    ],
  }));
}

function extendedRegister(tag: string, obis: string): CosemObject {
  return {
    tag,
    classId: 4,
    version: 0,
    obis,
    attributes: [
      attribute(2, 'value', 'double-long-unsigned'),
      attribute(3, 'scaler_unit', 'structure', 'R', 'BASED_ON_MODEL'),
      attribute(4, 'status', 'unsigned'),
      attribute(5, 'capture_time', 'octet-string'),
    ],
  };
}

/** Status octets of a channel: index 3 hourly, 5 daily, 7 monthly. */
function gasStatus(name: string, index: number): CosemObject[] {
  return perChannel((channel) => data(`${name}_CHANNEL_${channel}`, `0.${channel}.96.10.${index}.255`, 'unsigned'));
}

function gasColumns(channel: number, statusIndex: number, valueObis: string): CaptureObject[] {
  return [clockColumn, column(1, `0.${channel}.96.10.${statusIndex}.255`), column(4, valueObis, 2), column(4, valueObis, 5)];
}

/** Where DSMR 4 meters keep the last hourly value of a channel. */
export function mbusValueObisDsmr4(channel: number): string {
  return `0.${channel}.24.2.1.255`;
}

/** Where SMR 5 meters keep the last hourly value of a channel. */
export function mbusValueObisSmr5(channel: number): string {
  return `0.${channel}.24.2.2.255`;
}

export const mbusObjectsDsmr4: readonly CosemObject[] = [
  ...clientSetup(0),
  ...gasStatus('AMR_PROFILE_STATUS_HOURLY_G', 3),
  ...perChannel((channel) => extendedRegister(`MBUS_MASTER_VALUE_CHANNEL_${channel}`, mbusValueObisDsmr4(channel))),
  ...perChannel((channel) => data(`MBUS_DEVICE_ID_1_CHANNEL_${channel}`, `0.${channel}.96.1.1.255`, 'octet-string')),
  ...perChannel((channel) =>
    profileGeneric(`HOURLY_VALUES_G_CHANNEL_${channel}`, `0.${channel}.24.3.0.255`, gasColumns(channel, 3, mbusValueObisDsmr4(channel)), 3600, 240),
  ),
];

export const mbusObjectsSmr50: readonly CosemObject[] = [
  ...clientSetup(1),
  ...gasStatus('AMR_PROFILE_STATUS_HOURLY_G', 3),
  ...gasStatus('AMR_PROFILE_STATUS_DAILY_G', 5),
  ...gasStatus('AMR_PROFILE_STATUS_MONTHLY_G', 7),
  ...perChannel((channel) => extendedRegister(`MBUS_MASTER_VALUE_CHANNEL_${channel}`, mbusValueObisSmr5(channel))),
  ...perChannel((channel) => extendedRegister(`MBUS_MASTER_VALUE_5MIN_CHANNEL_${channel}`, `0.${channel}.24.2.1.255`)),
  ...perChannel((channel) => data(`MBUS_DEVICE_ID_1_CHANNEL_${channel}`, `0.${channel}.96.1.1.255`, 'octet-string')),
  ...perChannel((channel) =>
    profileGeneric(`HOURLY_VALUES_G_CHANNEL_${channel}`, `0.${channel}.24.3.0.255`, gasColumns(channel, 3, mbusValueObisSmr5(channel)), 3600, 240),
  ),
  ...perChannel((channel) =>
    profileGeneric(`DAILY_VALUES_G_CHANNEL_${channel}`, `0.${channel}.24.3.1.255`, gasColumns(channel, 5, mbusValueObisSmr5(channel)), 86400, 40),
  ),
  ...perChannel((channel) =>
    profileGeneric(`MONTHLY_VALUES_G_CHANNEL_${channel}`, `0.${channel}.24.3.2.255`, gasColumns(channel, 7, mbusValueObisSmr5(channel)), 0, 13),
  ),
];

export const mbusObjectsSmr51: readonly CosemObject[] = perChannel((channel) =>
  data(`CLEAR_MBUS_STATUS_CHANNEL_${channel}`, `0.${channel}.94.31.10.255`, 'double-long-unsigned', 'RW'),
);
