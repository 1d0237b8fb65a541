import { attribute, data } from './builders.js';
import type { CosemObject } from './profile.js';

/** Interface class 8, local time with DST rules. */
export const clock: CosemObject = {
  tag: 'CLOCK',
  classId: 8,
  version: 0,
  obis: '0.0.1.0.0.255',
  attributes: [
    attribute(2, 'time', 'octet-string', 'RW'),
    attribute(3, 'time_zone', 'long', 'RW', 'SET_BY_CLIENT'),
    attribute(4, 'status', 'unsigned'),
    attribute(5, 'daylight_savings_begin', 'octet-string', 'RW', 'SET_BY_CLIENT'),
    attribute(6, 'daylight_savings_end', 'octet-string', 'RW', 'SET_BY_CLIENT'),
    { ...attribute(7, 'daylight_savings_deviation', 'integer', 'R', 'FIXED_IN_PROFILE'), value: { type: 'integer', value: 60 } },
    attribute(8, 'daylight_savings_enabled', 'boolean', 'RW', 'SET_BY_CLIENT'),
    { ...attribute(9, 'clock_base', 'enum', 'R', 'FIXED_IN_PROFILE'), value: { type: 'enum', value: 1 } },
  ],
};

/** Interface class 15 in the version that the profile's meters implement. */
export function associationLn(version: number): CosemObject {
  return {
    tag: 'ASSOCIATION_LN',
    classId: 15,
    version,
    obis: '0.0.40.0.0.255',
    attributes: [
      attribute(2, 'object_list', 'array'),
      attribute(3, 'associated_partners_id', 'structure'),
      attribute(4, 'application_context_name', 'structure'),
      attribute(5, 'xdlms_context_info', 'structure'),
      attribute(6, 'authentication_mechanism_name', 'structure'),
      attribute(7, 'secret', 'octet-string', 'RW', 'SET_BY_CLIENT'),
      attribute(8, 'association_status', 'enum'),
      ...(version >= 1 ? [attribute(9, 'security_setup_reference', 'octet-string')] : []),
      ...(version >= 2 ? [attribute(10, 'user_list', 'array'), attribute(11, 'current_user', 'structure')] : []),
    ],
  };
}

/** Interface class 64, key transfer. */
export const securitySetup: CosemObject = {
  tag: 'SECURITY_SETUP',
  classId: 64,
  version: 0,
  obis: '0.0.43.0.0.255',
  attributes: [
    attribute(2, 'security_policy', 'enum'),
    attribute(3, 'security_suite', 'enum'),
    attribute(4, 'client_system_title', 'octet-string'),
    attribute(5, 'server_system_title', 'octet-string'),
  ],
};

/** Single values that every profile has. */
export const commonObjects: readonly CosemObject[] = [
  clock,
  securitySetup,
  data('INVOCATION_COUNTER', '0.0.43.1.0.255', 'double-long-unsigned'),
  data('DEVICE_ID_1', '0.0.96.1.0.255', 'octet-string'),
  data('DEVICE_ID_2', '0.0.96.1.1.255', 'octet-string'),
  data('LOGICAL_DEVICE_NAME', '0.0.42.0.0.255', 'octet-string'),
  data('ALARM_REGISTER_1', '0.0.97.98.0.255', 'double-long-unsigned', 'RW'),
  data('ALARM_FILTER_1', '0.0.97.98.10.255', 'double-long-unsigned', 'RW'),
  data('ACTIVE_FIRMWARE_IDENTIFIER', '1.0.0.2.0.255', 'octet-string'),
  data('MODULE_ACTIVE_FIRMWARE_IDENTIFIER', '1.1.0.2.0.255', 'octet-string'),
  data('COMMUNICATION_MODULE_ACTIVE_FIRMWARE_IDENTIFIER', '1.2.0.2.0.255', 'octet-string'),
  {
    tag: 'ACTIVITY_CALENDAR',
    classId: 20,
    version: 0,
    obis: '0.0.13.0.0.255',
    attributes: [
      attribute(2, 'calendar_name_active', 'octet-string'),
      attribute(3, 'season_profile_active', 'array'),
      attribute(4, 'week_profile_table_active', 'array'),
      attribute(5, 'day_profile_table_active', 'array'),
      attribute(6, 'calendar_name_passive', 'octet-string', 'RW', 'SET_BY_CLIENT'),
      attribute(7, 'season_profile_passive', 'array', 'RW', 'SET_BY_CLIENT'),
      attribute(8, 'week_profile_table_passive', 'array', 'RW', 'SET_BY_CLIENT'),
      attribute(9, 'day_profile_table_passive', 'array', 'RW', 'SET_BY_CLIENT'),
      attribute(10, 'activate_passive_calendar_time', 'octet-string', 'RW', 'SET_BY_CLIENT'),
    ],
  },
  {
    tag: 'SPECIAL_DAYS_TABLE',
    classId: 11,
    version: 0,
    obis: '0.0.11.0.0.255',
    attributes: [attribute(2, 'entries', 'array', 'RW', 'SET_BY_CLIENT')],
  },
];

/** Objects that came with DSMR 4 and stayed in SMR 5. */
export const sinceDsmr4: readonly CosemObject[] = [
  data('ADMINISTRATIVE_IN_OUT', '0.1.94.31.0.255', 'enum', 'RW'),
  data('RANDOMISATION_SETTINGS', '0.1.94.31.12.255', 'structure', 'RW'),
  data('ACTIVE_FIRMWARE_SIGNATURE', '1.0.0.2.8.255', 'octet-string'),
  data('MODULE_ACTIVE_FIRMWARE_SIGNATURE', '1.1.0.2.8.255', 'octet-string'),
  data('COMMUNICATION_MODULE_ACTIVE_FIRMWARE_SIGNATURE', '1.2.0.2.8.255', 'octet-string'),
  data('P1_PORT_VERSION', '1.3.0.2.0.255', 'octet-string'),
  pushSetup('PUSH_SETUP_ALARM', '0.1.25.9.0.255'),
  pushSetup('PUSH_SETUP_SMS', '0.2.25.9.0.255'),
  {
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
  },
];

function pushSetup(tag: string, obis: string): CosemObject {
  return {
    tag,
    classId: 40,
    version: 0,
    obis,
    attributes: [
      attribute(2, 'push_object_list', 'array', 'RW', 'SET_BY_CLIENT'),
      attribute(3, 'send_destination_and_method', 'structure', 'RW', 'SET_BY_CLIENT'),
      attribute(4, 'communication_window', 'array', 'RW', 'SET_BY_CLIENT'),
      attribute(5, 'randomisation_start_interval', 'long-unsigned', 'RW', 'SET_BY_CLIENT'),
      attribute(6, 'number_of_retries', 'unsigned', 'RW', 'SET_BY_CLIENT'),
      attribute(7, 'repetition_delay', 'long-unsigned', 'RW', 'SET_BY_CLIENT'),
    ],
  };
}
