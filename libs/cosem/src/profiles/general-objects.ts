import { d, type Data, type DataTypeName } from '#dlms';

import { calendarObjects } from './calendar-objects.js';
import { attribute, data, withValue } from './builders.js';
import { pushSetupAlarm, pushSetupSms } from './communication-objects.js';
import type { CosemObject } from './profile.js';

/** Interface class 8, local time with DST rules. */
const clock: CosemObject = {
  tag: 'CLOCK',
  classId: 8,
  version: 0,
  obis: '0.0.1.0.0.255',
  attributes: [
    attribute(2, 'time', 'octet-string', 'RW'),
    withValue(attribute(3, 'time_zone', 'long', 'RW', 'SET_BY_CLIENT'), d.i16(-60)),
    attribute(4, 'status', 'unsigned'),
    attribute(5, 'daylight_savings_begin', 'octet-string', 'RW', 'SET_BY_CLIENT'),
    attribute(6, 'daylight_savings_end', 'octet-string', 'RW', 'SET_BY_CLIENT'),
    withValue(attribute(7, 'daylight_savings_deviation', 'integer', 'R', 'FIXED_IN_PROFILE'), d.i8(60)),
    attribute(8, 'daylight_savings_enabled', 'boolean', 'RW', 'SET_BY_CLIENT'),
    withValue(attribute(9, 'clock_base', 'enum', 'R', 'FIXED_IN_PROFILE'), d.enumeration(1)),
  ],
  methods: [{ id: 6, name: 'shift_time' }],
};

/** Register and filter of alarms, 1 to 3: bits of the same meaning. */
export function alarmObjects(number: 1 | 2 | 3): readonly CosemObject[] {
  return [
    data(`ALARM_REGISTER_${number}`, `0.0.97.98.${number - 1}.255`, 'double-long-unsigned', 'RW'),
    data(`ALARM_FILTER_${number}`, `0.0.97.98.${number + 9}.255`, 'double-long-unsigned', 'RW'),
  ];
}

/** What every profile has. */
export const commonObjects: readonly CosemObject[] = [
  clock,
  data('DEVICE_ID_1', '0.0.96.1.0.255', 'octet-string'),
  data('DEVICE_ID_2', '0.0.96.1.1.255', 'octet-string'),
  data('LOGICAL_DEVICE_NAME', '0.0.42.0.0.255', 'octet-string'),
  ...alarmObjects(1),
  data('ACTIVE_FIRMWARE_IDENTIFIER', '1.0.0.2.0.255', 'octet-string'),
  data('MODULE_ACTIVE_FIRMWARE_IDENTIFIER', '1.1.0.2.0.255', 'octet-string'),
  data('COMMUNICATION_MODULE_ACTIVE_FIRMWARE_IDENTIFIER', '1.2.0.2.0.255', 'octet-string'),
  ...calendarObjects,
];

/** Interface class 18: new firmware, block by block. */
const imageTransfer: CosemObject = {
  tag: 'IMAGE_TRANSFER',
  classId: 18,
  version: 0,
  obis: '0.0.44.0.0.255',
  attributes: [
    attribute(2, 'image_block_size', 'double-long-unsigned'),
    attribute(3, 'image_transferred_blocks_status', 'bit-string'),
    attribute(4, 'image_first_not_transferred_block_number', 'double-long-unsigned'),
    attribute(5, 'image_transfer_enabled', 'boolean', 'RW'),
    attribute(6, 'image_transfer_status', 'enum'),
    attribute(7, 'image_to_activate_info', 'array'),
  ],
  methods: ['image_transfer_initiate', 'image_block_transfer', 'image_verify', 'image_activate'].map((name, index) => ({ id: index + 1, name })),
};

/** Objects that came with DSMR 4 and stayed in SMR 5. */
export const sinceDsmr4: readonly CosemObject[] = [
  data('ADMINISTRATIVE_IN_OUT', '0.1.94.31.0.255', 'enum', 'RW'),
  data('RANDOMISATION_SETTINGS', '0.1.94.31.12.255', 'structure', 'RW'),
  data('ACTIVE_FIRMWARE_SIGNATURE', '1.0.0.2.8.255', 'octet-string'),
  data('MODULE_ACTIVE_FIRMWARE_SIGNATURE', '1.1.0.2.8.255', 'octet-string'),
  data('COMMUNICATION_MODULE_ACTIVE_FIRMWARE_SIGNATURE', '1.2.0.2.8.255', 'octet-string'),
  data('P1_PORT_VERSION', '1.3.0.2.0.255', 'octet-string'),
  pushSetupAlarm,
  pushSetupSms,
  imageTransfer,
];

/** The configuration object with the flags that a meter has from the factory. */
export function configurationObject(type: Extract<DataTypeName, 'structure' | 'bit-string'>, value: Data): CosemObject {
  const declared = data('CONFIGURATION_OBJECT', '0.1.94.31.3.255', type, 'RW');
  return { ...declared, attributes: [withValue(attribute(2, 'value', type, 'RW', 'SET_BY_CLIENT'), value)] };
}

/** Added by SMR 5.0. */
export const mbusDriverFirmware: readonly CosemObject[] = [
  data('MBUS_DRIVER_ACTIVE_FIRMWARE_IDENTIFIER', '1.4.0.2.0.255', 'octet-string'),
  data('MBUS_DRIVER_ACTIVE_FIRMWARE_SIGNATURE', '1.4.0.2.8.255', 'octet-string'),
];
