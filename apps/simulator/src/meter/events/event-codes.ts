/** Where events are logged and which alarm they raise (codes: behaviour.md §8.2 of the platform's facts; bits: §6.1). */

export interface AlarmBit {
  readonly register: 1 | 2 | 3;
  /** 0 is the least significant. */
  readonly bit: number;
}

/** Events that the simulated meter writes by itself. */
export const eventCode = {
  powerReturned: 2,
  clockAdjustedOldTime: 4,
  clockAdjustedNewTime: 5,
  tariffActivated: 9,
  alarmRegisterCleared: 11,
  firmwareReady: 17,
  firmwareActivated: 18,
  passiveTariffUpdated: 19,
  alarmRegister2Cleared: 24,
  lastGaspTest: 25,
  configurationChange: 47,
  phaseOutageTest: 89,
  logCleared: 255,
  auxiliaryLogCleared: 0xffff,
} as const;

const firstAuxiliary = 0x1000;

/** Tag of the log that a code belongs to; undefined for one that no log takes. */
export function logOfCode(code: number): string | undefined {
  if (code >= firstAuxiliary) return 'AUXILIARY_EVENT_LOG';
  const found = logs.find(([low, high]) => code >= low && code <= high);
  return found?.[2];
}

const logs: readonly (readonly [low: number, high: number, log: string])[] = [
  [1, 24, 'STANDARD_EVENT_LOG'],
  [25, 25, 'POWER_QUALITY_EVENT_LOG'],
  [40, 49, 'FRAUD_DETECTION_LOG'],
  [51, 59, 'POWER_QUALITY_THD_EVENT_LOG'],
  [71, 76, 'COMMUNICATION_SESSION_LOG'],
  [77, 92, 'POWER_QUALITY_EVENT_LOG'],
  [93, 98, 'POWER_QUALITY_EXTENDED_EVENT_LOG'],
  [99, 99, 'POWER_QUALITY_EVENT_LOG'],
  [100, 137, 'M_BUS_EVENT_LOG'],
  [230, 249, 'STANDARD_EVENT_LOG'],
];

/** The alarm that an event raises; undefined for one that raises none. */
export function alarmOfCode(code: number): AlarmBit | undefined {
  const single = singleAlarms[code];
  if (single !== undefined) return { register: 1, bit: single };
  const series = alarmSeries.find(([low, size]) => code >= low && code < low + size);
  if (series !== undefined) return { register: series[2], bit: series[3] + code - series[0] };
  return mbusAlarm(code);
}

const singleAlarms: Readonly<Record<number, number>> = {
  2: 2,
  6: 0,
  7: 1,
  12: 8,
  13: 9,
  14: 10,
  15: 12,
  16: 11,
  40: 13,
  42: 13,
  44: 13,
  46: 13,
  47: 4,
  48: 13,
  89: 31,
};

/** Codes that follow each other and raise bits that do. */
const alarmSeries: readonly (readonly [low: number, size: number, register: 1 | 2 | 3, bit: number])[] = [
  [51, 3, 2, 8],
  [57, 3, 2, 11],
  [86, 3, 1, 28],
  [93, 3, 2, 0],
  [96, 3, 2, 3],
  [99, 1, 3, 0],
  [25, 1, 3, 1],
];

/** Codes of a channel begin at 100, 110 and so on; three of them raise an alarm of the channel. */
function mbusAlarm(code: number): AlarmBit | undefined {
  const channel = Math.floor((code - 100) / 10);
  if (channel < 0 || channel > 3) return undefined;
  const firstBit = { 0: 16, 3: 20, 5: 24 }[(code - 100) % 10];
  return firstBit === undefined ? undefined : { register: 1, bit: firstBit + channel };
}
