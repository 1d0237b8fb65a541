import type { CaptureObject } from '#dlms';

import { clockColumn, column } from '../builders.js';
import { profileGeneric, type Writable } from '../profile-generic.js';
import type { CosemObject } from '../profile.js';

const onPhases = (name: string): string[] => [1, 2, 3].map((phase) => `${name}_L${phase}`);
const onChannels = (name: string): string[] => [1, 2, 3, 4].map((channel) => `${name}_CHANNEL_${channel}`);

const averagePowers = ['ACTIVE_POWER_IMPORT', 'ACTIVE_POWER_EXPORT', 'REACTIVE_POWER_IMPORT', 'REACTIVE_POWER_EXPORT'].flatMap((name) =>
  onPhases(`AVERAGE_${name}`),
);

const definableDsmr4 = (diagnostics: readonly string[]): string[] => [
  ...diagnostics,
  'NUMBER_OF_VOLTAGE_SWELLS_FOR_L1',
  'NUMBER_OF_VOLTAGE_SAGS_FOR_L1',
  'NUMBER_OF_POWER_FAILURES',
  ...onPhases('INSTANTANEOUS_VOLTAGE'),
  ...onPhases('AVERAGE_VOLTAGE'),
  'INSTANTANEOUS_CURRENT_L1',
  'AVERAGE_CURRENT_L1',
  'INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES',
  ...averagePowers,
];

const definableSmr5 = (diagnostics: readonly string[]): string[] => [
  ...onPhases('NUMBER_OF_VOLTAGE_SAGS_FOR'),
  ...onPhases('NUMBER_OF_VOLTAGE_SWELLS_FOR'),
  'NUMBER_OF_POWER_FAILURES',
  'INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES',
  ...diagnostics,
  ...onChannels('MBUS_CLIENT_SETUP'),
  ...onChannels('MBUS_DIAGNOSTIC'),
];

const instantaneousPowers = ['IMPORT', 'EXPORT'].map((direction) => `INSTANTANEOUS_ACTIVE_POWER_${direction}`);

const secondProfile = [
  ...onPhases('AVERAGE_VOLTAGE'),
  ...onPhases('AVERAGE_CURRENT'),
  'INSTANTANEOUS_CURRENT_L1',
  'INSTANTANEOUS_VOLTAGE_L1',
  ...instantaneousPowers,
  ...instantaneousPowers.flatMap(onPhases),
];

/** A profile over objects of `objects`, which holds all that may be chosen until a client chooses. */
type LoadProfile = (objects: readonly CosemObject[]) => CosemObject;

function loadProfile(
  tag: string,
  obis: string,
  timing: { capturePeriod: number; entries: number },
  chosen: readonly string[],
  writable: Writable,
): LoadProfile {
  return (objects) => {
    const byTag = new Map(objects.map((object) => [object.tag, object]));
    const captureObjects = [clockColumn, ...chosen.flatMap((name) => columnsOf(tag, byTag.get(name)))];
    return profileGeneric(tag, obis, { ...timing, captureObjects, selectable: ['CLOCK', ...chosen] }, writable);
  };
}

/** What of an object goes into rows: its value; of a modem the signal quality and the bit error rate; of an M-Bus link its state. */
function columnsOf(profile: string, object: CosemObject | undefined): CaptureObject[] {
  if (object === undefined) throw new Error(`${profile} names an object that the protocol profile does not define`);
  const { classId, obis } = object;
  switch (classId) {
    case 47:
      return [column(classId, obis, 6, 3), column(classId, obis, 6, 4)];
    case 72:
      return [column(classId, obis, 11)];
    case 77:
      return [column(classId, obis, 2), column(classId, obis, 8)];
    default:
      return [column(classId, obis)];
  }
}

const definable = (chosen: readonly string[]): LoadProfile =>
  loadProfile('DEFINABLE_LOAD_PROFILE', '0.1.94.31.6.255', { capturePeriod: 900, entries: 960 }, chosen, 'everything');

export const definableLoadProfileDsmr422 = definable(definableDsmr4([]));
export const definableLoadProfileSmr43 = definable(definableDsmr4(['CDMA_DIAGNOSTIC']));
export const definableLoadProfileSmr50 = definable(definableSmr5(['CDMA_DIAGNOSTIC', 'GPRS_DIAGNOSTIC']));
export const definableLoadProfileSmr52 = definable(definableSmr5(['CDMA_DIAGNOSTIC', 'GPRS_DIAGNOSTIC', 'LTE_DIAGNOSTIC']));

export const powerQualityProfile1 = loadProfile(
  'POWER_QUALITY_PROFILE_1',
  '1.0.99.1.1.255',
  { capturePeriod: 900, entries: 960 },
  averagePowers,
  'columns',
);
export const powerQualityProfile2 = loadProfile(
  'POWER_QUALITY_PROFILE_2',
  '1.0.99.1.2.255',
  { capturePeriod: 600, entries: 1440 },
  secondProfile,
  'columns',
);
