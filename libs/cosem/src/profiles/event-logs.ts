import { clockColumn, column, data, profileGeneric } from './builders.js';
import type { CosemObject } from './profile.js';

const standard = profileGeneric('STANDARD_EVENT_LOG', '0.0.99.98.0.255', [clockColumn, column(1, '0.0.96.11.0.255')], 0, 100);
const fraud = profileGeneric('FRAUD_DETECTION_LOG', '0.0.99.98.1.255', [clockColumn, column(1, '0.0.96.11.1.255')], 0, 30);
const mbus = profileGeneric('M_BUS_EVENT_LOG', '0.0.99.98.3.255', [clockColumn, column(1, '0.0.96.11.3.255')], 0, 30);
const communication = profileGeneric(
  'COMMUNICATION_SESSION_LOG',
  '0.0.99.98.4.255',
  [clockColumn, column(1, '0.0.96.11.4.255'), column(1, '0.0.96.15.4.255')],
  0,
  2190,
);
const powerQuality = profileGeneric('POWER_QUALITY_EVENT_LOG', '0.0.99.98.5.255', [clockColumn, column(1, '0.0.96.11.5.255')], 0, 100);
const auxiliary = profileGeneric('AUXILIARY_EVENT_LOG', '0.0.99.98.6.255', [clockColumn, column(1, '0.0.96.11.6.255')], 0, 80);

const powerOutages = profileGeneric('POWER_OUTAGE_LOG', '1.0.99.97.0.255', [clockColumn, column(3, '0.0.96.7.19.255')], 0, 10);

/** Logs under their EventLogCategory names, and the outage log; every profile from DSMR 4 on. */
export const eventLogsDsmr4: readonly CosemObject[] = [
  standard,
  fraud,
  mbus,
  communication,
  powerOutages,
  data('EVENT_CODE_STANDARD', '0.0.96.11.0.255', 'unsigned'),
  data('EVENT_CODE_FRAUD', '0.0.96.11.1.255', 'unsigned'),
  data('EVENT_CODE_M_BUS', '0.0.96.11.3.255', 'unsigned'),
  data('EVENT_CODE_COMMUNICATION', '0.0.96.11.4.255', 'unsigned'),
  data('EVENT_COUNTER_COMMUNICATION', '0.0.96.15.4.255', 'long-unsigned'),
];

/** Added by SMR 5.0. */
export const eventLogsSmr50: readonly CosemObject[] = [powerQuality, data('EVENT_CODE_POWER_QUALITY', '0.0.96.11.5.255', 'unsigned')];

/** Added by SMR 5.1. */
export const eventLogsSmr51: readonly CosemObject[] = [auxiliary, data('EVENT_CODE_AUXILIARY', '0.0.96.11.6.255', 'long-unsigned')];
