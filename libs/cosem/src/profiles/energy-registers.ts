import { register } from './builders.js';
import type { CosemObject } from './profile.js';

/** Cumulative active energy, total and per tariff, in Wh without scaling. */
export const energyRegisters: readonly CosemObject[] = [
  register('ACTIVE_ENERGY_IMPORT', '1.0.1.8.0.255', 'double-long-unsigned', 0, 'WH'),
  register('ACTIVE_ENERGY_IMPORT_TARIFF_ONE', '1.0.1.8.1.255', 'double-long-unsigned', 0, 'WH'),
  register('ACTIVE_ENERGY_IMPORT_TARIFF_TWO', '1.0.1.8.2.255', 'double-long-unsigned', 0, 'WH'),
  register('ACTIVE_ENERGY_EXPORT', '1.0.2.8.0.255', 'double-long-unsigned', 0, 'WH'),
  register('ACTIVE_ENERGY_EXPORT_TARIFF_ONE', '1.0.2.8.1.255', 'double-long-unsigned', 0, 'WH'),
  register('ACTIVE_ENERGY_EXPORT_TARIFF_TWO', '1.0.2.8.2.255', 'double-long-unsigned', 0, 'WH'),
];
