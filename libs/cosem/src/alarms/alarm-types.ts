/** Alarm registers that a meter may have; filters of the same number have the same bits. */
export type AlarmRegister = 1 | 2 | 3;

type Bits<Name extends string> = Readonly<Record<Name, number>>;

function series<Name extends string>(name: Name, count: number, first: number): [string, number][] {
  return Array.from({ length: count }, (_, index) => [`${name}${index + 1}`, first + index]);
}

type Channel = '1' | '2' | '3' | '4';
type Phase = '1' | '2' | '3';

type PerChannel = `${'COMMUNICATION_ERROR_M_BUS' | 'FRAUD_ATTEMPT_M_BUS' | 'NEW_M_BUS_DEVICE_DISCOVERED'}_CHANNEL_${Channel}`;

const register1 = {
  CLOCK_INVALID: 0,
  REPLACE_BATTERY: 1,
  POWER_UP: 2,
  AUXILIARY_EVENT: 3,
  CONFIGURATION_CHANGED: 4,
  PROGRAM_MEMORY_ERROR: 8,
  RAM_ERROR: 9,
  NV_MEMORY_ERROR: 10,
  MEASUREMENT_SYSTEM_ERROR: 11,
  WATCHDOG_ERROR: 12,
  FRAUD_ATTEMPT: 13,
  ...(Object.fromEntries([
    ...series('COMMUNICATION_ERROR_M_BUS_CHANNEL_', 4, 16),
    ...series('FRAUD_ATTEMPT_M_BUS_CHANNEL_', 4, 20),
    ...series('NEW_M_BUS_DEVICE_DISCOVERED_CHANNEL_', 4, 24),
  ]) as Bits<PerChannel>),
  ...(Object.fromEntries(series('PHASE_OUTAGE_DETECTED_L', 3, 28)) as Bits<`PHASE_OUTAGE_DETECTED_L${Phase}`>),
  PHASE_OUTAGE_TEST_INDICATION: 31,
};

type PerPhase =
  `${'VOLTAGE_SAG_IN_PHASE_DETECTED' | 'VOLTAGE_SWELL_IN_PHASE_DETECTED' | 'THD_OVERLIMIT_IN_PHASE' | 'THD_LONG_OVERLIMIT_IN_PHASE'}_L${Phase}`;

const register2 = Object.fromEntries([
  ...series('VOLTAGE_SAG_IN_PHASE_DETECTED_L', 3, 0),
  ...series('VOLTAGE_SWELL_IN_PHASE_DETECTED_L', 3, 3),
  ...series('THD_OVERLIMIT_IN_PHASE_L', 3, 8),
  ...series('THD_LONG_OVERLIMIT_IN_PHASE_L', 3, 11),
]) as Bits<PerPhase>;

const register3 = { LAST_GASP: 0, LAST_GASP_TEST: 1 };

export type AlarmType = keyof typeof register1 | PerPhase | keyof typeof register3;

/** Bit of each alarm by register; bit 0 is the least significant. Bits without a name are unused. */
export const alarmBits: Readonly<Record<AlarmRegister, ReadonlyMap<AlarmType, number>>> = {
  1: new Map(Object.entries(register1) as [AlarmType, number][]),
  2: new Map(Object.entries(register2) as [AlarmType, number][]),
  3: new Map(Object.entries(register3) as [AlarmType, number][]),
};

export const alarmRegisters: readonly AlarmRegister[] = [1, 2, 3];

/** Every alarm, register by register, lowest bit first. */
export const alarmTypes: readonly AlarmType[] = alarmRegisters.flatMap((register) => [...alarmBits[register].keys()]);
