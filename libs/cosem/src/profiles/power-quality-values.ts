import { data, dynamicRegister, register } from './builders.js';
import type { CosemObject } from './profile.js';

type PerPhase = (phase: 1 | 2 | 3) => CosemObject;

/** L1 exists on every meter, L2 and L3 on polyphase meters only. */
function phases(template: PerPhase): CosemObject[] {
  return [template(1), { ...template(2), polyphaseOnly: true }, { ...template(3), polyphaseOnly: true }];
}

/** Value group C of a per-phase quantity: 20 apart from phase to phase. */
function groupC(first: number, phase: number): number {
  return first + 20 * (phase - 1);
}

const failureCounts: readonly CosemObject[] = [
  data('NUMBER_OF_POWER_FAILURES', '0.0.96.7.21.255', 'long-unsigned'),
  data('NUMBER_OF_LONG_POWER_FAILURES', '0.0.96.7.9.255', 'long-unsigned'),
  ...phases((phase) => data(`NUMBER_OF_VOLTAGE_SAGS_FOR_L${phase}`, `1.0.${groupC(32, phase)}.32.0.255`, 'long-unsigned')),
  ...phases((phase) => data(`NUMBER_OF_VOLTAGE_SWELLS_FOR_L${phase}`, `1.0.${groupC(32, phase)}.36.0.255`, 'long-unsigned')),
];

/** `average` is value group D of averages of power: 24 up to DSMR 4, 4 since SMR 5. */
function powers(average: number): CosemObject[] {
  const w = (tag: string, obis: string): CosemObject => register(tag, obis, 'long-unsigned', 0, 'W');
  const averages = [
    ['ACTIVE_POWER_IMPORT', 21, 'W'],
    ['ACTIVE_POWER_EXPORT', 22, 'W'],
    ['REACTIVE_POWER_IMPORT', 23, 'VAR'],
    ['REACTIVE_POWER_EXPORT', 24, 'VAR'],
  ] as const;
  return [
    w('INSTANTANEOUS_ACTIVE_POWER_IMPORT', '1.0.1.7.0.255'),
    w('INSTANTANEOUS_ACTIVE_POWER_EXPORT', '1.0.2.7.0.255'),
    ...phases((phase) => w(`INSTANTANEOUS_ACTIVE_POWER_IMPORT_L${phase}`, `1.0.${groupC(21, phase)}.7.0.255`)),
    ...phases((phase) => w(`INSTANTANEOUS_ACTIVE_POWER_EXPORT_L${phase}`, `1.0.${groupC(22, phase)}.7.0.255`)),
    ...averages.flatMap(([name, first, unit]) =>
      phases((phase) => register(`AVERAGE_${name}_L${phase}`, `1.0.${groupC(first, phase)}.${average}.0.255`, 'long-unsigned', 0, unit)),
    ),
  ];
}

/** Voltages and currents in whole volts and amperes; a meter may scale its instantaneous voltage otherwise. */
export const powerQualityDsmr4: readonly CosemObject[] = [
  ...failureCounts,
  ...phases((phase) => dynamicRegister(`INSTANTANEOUS_VOLTAGE_L${phase}`, `1.0.${groupC(32, phase)}.7.0.255`, 'long-unsigned')),
  ...phases((phase) => register(`AVERAGE_VOLTAGE_L${phase}`, `1.0.${groupC(32, phase)}.24.0.255`, 'long-unsigned', 0, 'V')),
  ...phases((phase) => register(`INSTANTANEOUS_CURRENT_L${phase}`, `1.0.${groupC(31, phase)}.7.0.255`, 'long-unsigned', 0, 'A')),
  ...phases((phase) => register(`AVERAGE_CURRENT_L${phase}`, `1.0.${groupC(31, phase)}.24.0.255`, 'long-unsigned', 0, 'A')),
  register('INSTANTANEOUS_CURRENT_TOTAL', '1.0.90.7.0.255', 'long-unsigned', 0, 'A'),
  ...powers(24),
];

/** Tenths of a volt, hundredths of an ampere. */
export const powerQualitySmr50: readonly CosemObject[] = [
  ...failureCounts,
  ...phases((phase) => register(`INSTANTANEOUS_VOLTAGE_L${phase}`, `1.0.${groupC(32, phase)}.7.0.255`, 'long-unsigned', -1, 'V')),
  ...phases((phase) => register(`AVERAGE_VOLTAGE_L${phase}`, `1.0.${groupC(32, phase)}.24.0.255`, 'long-unsigned', -1, 'V')),
  ...phases((phase) => register(`INSTANTANEOUS_CURRENT_L${phase}`, `1.0.${groupC(31, phase)}.7.0.255`, 'long-unsigned', -2, 'A')),
  ...phases((phase) => register(`AVERAGE_CURRENT_L${phase}`, `1.0.${groupC(31, phase)}.24.0.255`, 'long-unsigned', -2, 'A')),
  register('INSTANTANEOUS_CURRENT_TOTAL', '1.0.90.7.0.255', 'long-unsigned', -2, 'A'),
  ...powers(4),
];
