import { data, dynamicRegister, groupC, perMeterPhase, perPhase, register } from '../builders.js';
import type { CosemObject } from '../profile.js';

/** Depth or height and length of the last sag and swell: where the extended event log takes its details from. */
export const lastDisturbances: readonly CosemObject[] = [
  ...perPhase((phase) =>
    dynamicRegister(`MAGNITUDE_OF_LAST_VOLTAGE_SAG_IN_PHASE_L${phase}`, `1.0.${groupC(32, phase)}.34.0.255`, 'long-unsigned', -1, 'V'),
  ),
  ...perPhase((phase) =>
    dynamicRegister(`DURATION_OF_LAST_VOLTAGE_SAG_IN_PHASE_L${phase}`, `1.0.${groupC(32, phase)}.33.0.255`, 'long-unsigned', -1, 'SECOND'),
  ),
  ...perPhase((phase) =>
    dynamicRegister(`MAGNITUDE_OF_LAST_VOLTAGE_SWELL_IN_PHASE_L${phase}`, `1.0.${groupC(32, phase)}.38.0.255`, 'long-unsigned', -1, 'V'),
  ),
  ...perPhase((phase) =>
    dynamicRegister(`DURATION_OF_LAST_VOLTAGE_SWELL_IN_PHASE_L${phase}`, `1.0.${groupC(32, phase)}.37.0.255`, 'long-unsigned', -1, 'SECOND'),
  ),
];

/** Total harmonic distortion of the current: limits, what is measured, and the last time that it was too high. */
export const harmonicDistortion: readonly CosemObject[] = [
  register('THD_VALUE_THRESHOLD', '1.0.11.35.124.255', 'long-unsigned', 0, 'PERCENT', { access: 'RW' }),
  register('THD_VALUE_HYSTERESIS', '0.1.94.31.21.255', 'long-unsigned', 0, 'PERCENT', { access: 'RW' }),
  register('THD_MIN_DURATION_NORMAL_TO_OVER', '0.1.94.31.22.255', 'double-long-unsigned', 0, 'SECOND', { access: 'RW' }),
  register('THD_MIN_DURATION_OVER_TO_NORMAL', '0.1.94.31.23.255', 'double-long-unsigned', 0, 'SECOND', { access: 'RW' }),
  register('THD_TIME_THRESHOLD', '1.0.11.44.124.255', 'double-long-unsigned', 0, 'SECOND', { access: 'RW' }),
  ...perMeterPhase((phase) => register(`INSTANTANEOUS_THD_CURRENT_L${phase}`, `1.0.${groupC(31, phase)}.7.124.255`, 'long-unsigned', 0, 'PERCENT')),
  ...perMeterPhase((phase) => data(`THD_CURRENT_FINGERPRINT_L${phase}`, `0.1.94.31.${23 + phase}.255`, 'array')),
  ...perMeterPhase((phase) =>
    register(`THD_CURRENT_OVER_LIMIT_COUNTER_L${phase}`, `1.0.${groupC(31, phase)}.36.124.255`, 'long-unsigned', 0, 'COUNT'),
  ),
  ...perPhase((phase) =>
    dynamicRegister(
      `MAGNITUDE_OF_LAST_CURRENT_OVER_LIMIT_THD_IN_PHASE_L${phase}`,
      `1.0.${groupC(31, phase)}.38.124.255`,
      'long-unsigned',
      0,
      'PERCENT',
    ),
  ),
];
