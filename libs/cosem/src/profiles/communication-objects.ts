import { d } from '#dlms';

import { attribute, withValue } from './builders.js';
import type { CosemAttribute, CosemObject } from './profile.js';

function pushSetup(tag: string, obis: string, randomisation?: number): CosemObject {
  const start: CosemAttribute = attribute(5, 'randomisation_start_interval', 'long-unsigned', 'RW', 'SET_BY_CLIENT');
  return {
    tag,
    classId: 40,
    version: 0,
    obis,
    attributes: [
      attribute(2, 'push_object_list', 'array', 'RW', 'SET_BY_CLIENT'),
      attribute(3, 'send_destination_and_method', 'structure', 'RW', 'SET_BY_CLIENT'),
      attribute(4, 'communication_window', 'array', 'RW', 'SET_BY_CLIENT'),
      randomisation === undefined ? start : withValue(start, d.u16(randomisation)),
      attribute(6, 'number_of_retries', 'unsigned', 'RW', 'SET_BY_CLIENT'),
      attribute(7, 'repetition_delay', 'long-unsigned', 'RW', 'SET_BY_CLIENT'),
    ],
  };
}

export const pushSetupAlarm = pushSetup('PUSH_SETUP_ALARM', '0.1.25.9.0.255');
export const pushSetupSms = pushSetup('PUSH_SETUP_SMS', '0.2.25.9.0.255');
export const pushSetupUdp = pushSetup('PUSH_SETUP_UDP', '0.3.25.9.0.255', 5);

function gsmDiagnostic(tag: string, obis: string): CosemObject {
  return {
    tag,
    classId: 47,
    version: 0,
    obis,
    attributes: [
      attribute(2, 'operator', 'visible-string'),
      attribute(3, 'status', 'enum'),
      attribute(4, 'cs_attachment', 'enum'),
      attribute(5, 'ps_status', 'enum'),
      attribute(6, 'cell_info', 'structure'),
      attribute(7, 'adjacent_cells', 'array'),
      attribute(8, 'capture_time', 'date-time'),
    ],
    powerQuality: { profileType: 'PUBLIC', requests: ['PERIODIC_SP', 'PERIODIC_PP'] },
  };
}

export const gprsDiagnostic = gsmDiagnostic('GPRS_DIAGNOSTIC', '0.0.25.6.0.255');
export const cdmaDiagnostic = gsmDiagnostic('CDMA_DIAGNOSTIC', '0.1.25.6.0.255');
export const lteDiagnostic = gsmDiagnostic('LTE_DIAGNOSTIC', '0.2.25.6.0.255');
