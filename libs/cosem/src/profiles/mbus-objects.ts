import { d, parseObis } from '#dlms';

import { attribute, data, perChannel, withValue } from './builders.js';
import type { CosemAttribute, CosemMethod, CosemObject } from './profile.js';

const methods: readonly CosemMethod[] = [
  'slave_install',
  'slave_deinstall',
  'capture',
  'reset_alarm',
  'synchronize_clock',
  'data_send',
  'set_encryption_key',
  'transfer_key',
].map((name, index) => ({ id: index + 1, name }));

const untilAlarm: readonly CosemAttribute[] = [
  withValue(attribute(2, 'mbus_port_reference', 'octet-string'), d.octets(parseObis('0.0.24.6.0.255'))),
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
];

const sinceDsmr4: readonly CosemAttribute[] = [
  withValue(attribute(13, 'configuration', 'long-unsigned', 'RW', 'SET_BY_CLIENT'), d.u16(0x63)),
  attribute(14, 'encryption_key_status', 'enum'),
];

/** Interface class 72; version 1 has plain identification numbers, version 0 packed BCD. */
function clientSetup(version: 0 | 1, attributes: readonly CosemAttribute[]): CosemObject[] {
  return perChannel((channel) => ({
    tag: `MBUS_CLIENT_SETUP_CHANNEL_${channel}`,
    classId: 72,
    version,
    obis: `0.${channel}.24.1.0.255`,
    attributes,
    methods,
  }));
}

const masterValue: readonly CosemAttribute[] = [
  attribute(2, 'value', 'double-long-unsigned'),
  { ...attribute(3, 'scaler_unit', 'structure', 'R', 'BASED_ON_MODEL'), lookup: 'GAS_METER_TYPE' },
  attribute(4, 'status', 'unsigned'),
  attribute(5, 'capture_time', 'octet-string'),
];

/** Interface class 4: one object per channel at value group E `index` of 0.x.24.2. */
function extendedRegisters(name: string, index: number, attributes: readonly CosemAttribute[]): CosemObject[] {
  return perChannel((channel) => ({
    tag: `${name}_CHANNEL_${channel}`,
    classId: 4,
    version: 0,
    obis: `0.${channel}.24.2.${index}.255`,
    attributes,
  }));
}

const diagnostic: readonly CosemObject[] = perChannel((channel) => ({
  tag: `MBUS_DIAGNOSTIC_CHANNEL_${channel}`,
  classId: 77,
  version: 0,
  obis: `0.${channel}.24.9.0.255`,
  attributes: [
    attribute(2, 'received_signal_strength', 'unsigned'),
    attribute(3, 'channel_id', 'unsigned'),
    attribute(4, 'link_status', 'enum'),
    attribute(5, 'broadcast_frames_counter', 'array'),
    attribute(6, 'transmissions_counter', 'double-long-unsigned'),
    attribute(7, 'fcs_ok_frames_counter', 'double-long-unsigned'),
    attribute(8, 'fcs_nok_frames_counter', 'double-long-unsigned'),
    attribute(9, 'capture_time', 'structure'),
  ],
  powerQuality: { profileType: 'PUBLIC', requests: ['PERIODIC_SP', 'PERIODIC_PP'] },
}));

const deviceIds = perChannel((channel) => data(`MBUS_DEVICE_ID_1_CHANNEL_${channel}`, `0.${channel}.96.1.1.255`, 'octet-string'));

/** What the meter keeps about an M-Bus device that is nothing but text or octets: value group E by name. */
const deviceConfiguration = Object.entries({ MODEL: 7, HARDWARE_VERSION: 8, METROLOGY_FIRMWARE: 9, OTHER_FIRMWARE: 10, SIMPLE_VERSION_INFO: 11 });

/** Where DSMR (and SMR 4) meters keep the last value of a channel. */
export function mbusValueObisDsmr(channel: number): string {
  return `0.${channel}.24.2.1.255`;
}

/** Where SMR 5 meters keep the last hourly value of a channel. */
export function mbusValueObisSmr5(channel: number): string {
  return `0.${channel}.24.2.2.255`;
}

export const mbusObjectsDsmr22: readonly CosemObject[] = [
  ...clientSetup(0, untilAlarm),
  ...extendedRegisters('MBUS_MASTER_VALUE', 1, masterValue),
  ...deviceIds,
];

export const mbusObjectsDsmr4: readonly CosemObject[] = [
  ...clientSetup(0, [...untilAlarm, ...sinceDsmr4]),
  ...extendedRegisters('MBUS_MASTER_VALUE', 1, masterValue),
  ...deviceIds,
];

export const mbusObjectsSmr50: readonly CosemObject[] = [
  ...clientSetup(1, [...untilAlarm, ...sinceDsmr4]).map((setup): CosemObject => ({
    ...setup,
    powerQuality: { profileType: 'PUBLIC', requests: ['PERIODIC_SP', 'PERIODIC_PP'] },
  })),
  ...extendedRegisters('MBUS_MASTER_VALUE', 2, masterValue),
  ...extendedRegisters('MBUS_MASTER_VALUE_5MIN', 1, masterValue),
  ...deviceIds,
  ...diagnostic,
  ...extendedRegisters('READ_MBUS_STATUS', 6, [attribute(2, 'value', 'double-long-unsigned')]),
  ...deviceConfiguration.flatMap(([name, index]) => extendedRegisters(`MBUS_DEVICE_CONFIG_${name}`, index, [attribute(2, 'value', 'octet-string')])),
];

/** Added by SMR 5.1. */
export const mbusObjectsSmr51: readonly CosemObject[] = perChannel((channel) =>
  data(`CLEAR_MBUS_STATUS_CHANNEL_${channel}`, `0.${channel}.94.31.10.255`, 'double-long-unsigned', 'RW'),
);
