import { data, dynamicRegister, groupC, perMeterPhase, register, type Phase } from '../builders.js';
import type { CosemObject, PowerQuality } from '../profile.js';
import { flagsDsmr22, flagsDsmr4, flagsSmr5, type Flags, type FlagTable } from './flags.js';

/** How a generation of meters scales voltages and currents. */
interface Scales {
  readonly volt: number;
  readonly ampere: number;
  /** False where the meter has to be asked for the scaler of its instantaneous voltage. */
  readonly voltageFixed: boolean;
  /** Value group D of averages of power. */
  readonly average: 24 | 4;
}

type Scope = PowerQuality['profileType'];
type Make = (name: string, groupC: number, groupD: number) => CosemObject;

const u16 = 'long-unsigned';

function values(flags: FlagTable, scales: Scales): CosemObject[] {
  const count: Make = (tag, c, d) => data(tag, `1.0.${c}.${d}.0.255`, u16);
  const volts: Make = (tag, c, d) => register(tag, `1.0.${c}.${d}.0.255`, u16, scales.volt, 'V');
  const voltsOfMeter: Make = (tag, c, d) => dynamicRegister(tag, `1.0.${c}.${d}.0.255`, u16, scales.volt, 'V');
  const amperes: Make = (tag, c, d) => register(tag, `1.0.${c}.${d}.0.255`, u16, scales.ampere, 'A');
  const watts: Make = (tag, c, d) => register(tag, `1.0.${c}.${d}.0.255`, u16, 0, 'W');
  const vars: Make = (tag, c, d) => register(tag, `1.0.${c}.${d}.0.255`, u16, 0, 'VAR');
  const { average } = scales;
  return [
    ...single(flags.POWER_FAILURES, 'PUBLIC', data('NUMBER_OF_POWER_FAILURES', '0.0.96.7.21.255', u16)),
    ...single(flags.LONG_POWER_FAILURES, 'PUBLIC', data('NUMBER_OF_LONG_POWER_FAILURES', '0.0.96.7.9.255', u16)),
    ...phases(flags.VOLTAGE_SAGS, 'PUBLIC', (phase) => count(`NUMBER_OF_VOLTAGE_SAGS_FOR_L${phase}`, groupC(32, phase), 32)),
    ...phases(flags.VOLTAGE_SWELLS, 'PUBLIC', (phase) => count(`NUMBER_OF_VOLTAGE_SWELLS_FOR_L${phase}`, groupC(32, phase), 36)),
    ...phases(flags.INSTANTANEOUS_VOLTAGE, 'PUBLIC', (phase) =>
      (scales.voltageFixed ? volts : voltsOfMeter)(`INSTANTANEOUS_VOLTAGE_L${phase}`, groupC(32, phase), 7),
    ),
    ...phases(flags.AVERAGE_VOLTAGE, 'PUBLIC', (phase) => volts(`AVERAGE_VOLTAGE_L${phase}`, groupC(32, phase), 24)),
    ...phases(flags.INSTANTANEOUS_CURRENT, 'PRIVATE', (phase) => amperes(`INSTANTANEOUS_CURRENT_L${phase}`, groupC(31, phase), 7)),
    ...single(flags.TOTAL_CURRENT, 'PRIVATE', amperes('INSTANTANEOUS_ACTIVE_CURRENT_TOTAL_OVER_ALL_PHASES', 90, 7)),
    ...phases(flags.AVERAGE_CURRENT, 'PRIVATE', (phase) => amperes(`AVERAGE_CURRENT_L${phase}`, groupC(31, phase), 24)),
    ...single(flags.TOTAL_POWER, 'PRIVATE', watts('INSTANTANEOUS_ACTIVE_POWER_IMPORT', 1, 7)),
    ...single(flags.TOTAL_POWER, 'PRIVATE', watts('INSTANTANEOUS_ACTIVE_POWER_EXPORT', 2, 7)),
    ...phases(flags.INSTANTANEOUS_POWER, 'PRIVATE', (phase) => watts(`INSTANTANEOUS_ACTIVE_POWER_IMPORT_L${phase}`, groupC(21, phase), 7)),
    ...phases(flags.INSTANTANEOUS_POWER, 'PRIVATE', (phase) => watts(`INSTANTANEOUS_ACTIVE_POWER_EXPORT_L${phase}`, groupC(22, phase), 7)),
    ...phases(flags.AVERAGE_POWER, 'PRIVATE', (phase) => watts(`AVERAGE_ACTIVE_POWER_IMPORT_L${phase}`, groupC(21, phase), average)),
    ...phases(flags.AVERAGE_POWER, 'PRIVATE', (phase) => watts(`AVERAGE_ACTIVE_POWER_EXPORT_L${phase}`, groupC(22, phase), average)),
    ...phases(flags.AVERAGE_POWER, 'PRIVATE', (phase) => vars(`AVERAGE_REACTIVE_POWER_IMPORT_L${phase}`, groupC(23, phase), average)),
    ...phases(flags.AVERAGE_POWER, 'PRIVATE', (phase) => vars(`AVERAGE_REACTIVE_POWER_EXPORT_L${phase}`, groupC(24, phase), average)),
  ];
}

function single(flags: Flags | undefined, profileType: Scope, object: CosemObject): CosemObject[] {
  return flags === undefined ? [] : [{ ...object, powerQuality: { profileType, requests: flags.first } }];
}

function phases(flags: Flags | undefined, profileType: Scope, template: (phase: Phase) => CosemObject): CosemObject[] {
  if (flags === undefined) return [];
  return perMeterPhase((phase) => ({
    ...template(phase),
    powerQuality: { profileType, requests: phase === 1 ? flags.first : flags.others },
  }));
}

/** Whole volts and amperes; no powers, no average current. */
export const powerQualityDsmr22: readonly CosemObject[] = values(flagsDsmr22, { volt: 0, ampere: 0, voltageFixed: true, average: 24 });

/** Whole volts and amperes; a meter may scale its instantaneous voltage otherwise. */
export const powerQualityDsmr4: readonly CosemObject[] = values(flagsDsmr4, { volt: 0, ampere: 0, voltageFixed: false, average: 24 });

/** Tenths of a volt, hundredths of an ampere. */
export const powerQualitySmr50: readonly CosemObject[] = values(flagsSmr5, { volt: -1, ampere: -2, voltageFixed: true, average: 4 });
