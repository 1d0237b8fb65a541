import { clockColumn, column, data } from './builders.js';
import { profileGeneric } from './profile-generic.js';
import type { CosemObject, EventColumn } from './profile.js';

/** A log under its EventLogCategory name: time, code, and the data objects of `further`. */
function log(tag: string, index: number, entries: number, further: Readonly<Record<string, EventColumn>> = {}): CosemObject {
  const columns = [`0.0.96.11.${index}.255`, ...Object.keys(further)].map((obis) => column(1, obis));
  return {
    ...profileGeneric(tag, `0.0.99.98.${index}.255`, { captureObjects: [clockColumn, ...columns], capturePeriod: 0, entries }),
    eventColumns: Object.values(further),
  };
}

/** Tags of the registers of L1 to L3, by the event codes that begin at `first`. */
function sources(first: number, name: string): [number, string][] {
  return [1, 2, 3].map((phase) => [first + phase - 1, `${name}_IN_PHASE_L${phase}`]);
}

const sagsAndSwells = (quantity: string): ReadonlyMap<number, string> =>
  new Map([...sources(93, `${quantity}_OF_LAST_VOLTAGE_SAG`), ...sources(96, `${quantity}_OF_LAST_VOLTAGE_SWELL`)]);

const harmonics = new Map([51, 54, 57].flatMap((first) => sources(first, 'MAGNITUDE_OF_LAST_CURRENT_OVER_LIMIT_THD')));

/** Logs that every profile has, with the outage log. */
export const eventLogsDsmr22: readonly CosemObject[] = [
  log('STANDARD_EVENT_LOG', 0, 100),
  log('FRAUD_DETECTION_LOG', 1, 30),
  log('M_BUS_EVENT_LOG', 3, 30),
  profileGeneric('POWER_OUTAGE_LOG', '1.0.99.97.0.255', {
    captureObjects: [clockColumn, column(3, '0.0.96.7.19.255')],
    capturePeriod: 0,
    entries: 10,
  }),
  data('EVENT_CODE_STANDARD', '0.0.96.11.0.255', 'unsigned'),
  data('EVENT_CODE_FRAUD', '0.0.96.11.1.255', 'unsigned'),
  data('EVENT_CODE_M_BUS', '0.0.96.11.3.255', 'unsigned'),
];

/** Added by DSMR 4. */
export const eventLogsDsmr4: readonly CosemObject[] = [
  log('COMMUNICATION_SESSION_LOG', 4, 2190, { '0.0.96.15.4.255': { name: 'counter' } }),
  data('EVENT_CODE_COMMUNICATION', '0.0.96.11.4.255', 'unsigned'),
  data('EVENT_COUNTER_COMMUNICATION', '0.0.96.15.4.255', 'long-unsigned'),
];

/** Added by SMR 5.0. */
export const eventLogsSmr50: readonly CosemObject[] = [
  log('POWER_QUALITY_EVENT_LOG', 5, 100),
  data('EVENT_CODE_POWER_QUALITY', '0.0.96.11.5.255', 'unsigned'),
];

/** Added by SMR 5.1. */
export const eventLogsSmr51: readonly CosemObject[] = [
  log('AUXILIARY_EVENT_LOG', 6, 80),
  data('EVENT_CODE_AUXILIARY', '0.0.96.11.6.255', 'long-unsigned'),
];

/** Added by SMR 5.2: logs whose rows carry a magnitude, and a duration. */
export const eventLogsSmr52: readonly CosemObject[] = [
  log('POWER_QUALITY_EXTENDED_EVENT_LOG', 7, 20, {
    '0.0.96.11.20.255': { name: 'magnitude', sources: sagsAndSwells('MAGNITUDE') },
    '0.0.96.11.21.255': { name: 'duration', sources: sagsAndSwells('DURATION') },
  }),
  log('POWER_QUALITY_THD_EVENT_LOG', 8, 100, { '0.0.96.11.22.255': { name: 'magnitude', sources: harmonics } }),
  data('POWER_QUALITY_EXTENDED_EVENT_CODE', '0.0.96.11.7.255', 'unsigned'),
  data('POWER_QUALITY_EXTENDED_EVENT_MAGNITUDE', '0.0.96.11.20.255', 'long-unsigned'),
  data('POWER_QUALITY_EXTENDED_EVENT_DURATION', '0.0.96.11.21.255', 'long-unsigned'),
  data('POWER_QUALITY_THD_EVENT_CODE', '0.0.96.11.8.255', 'unsigned'),
  data('POWER_QUALITY_THD_EVENT_MAGNITUDE', '0.0.96.11.22.255', 'long-unsigned'),
];
