import { data } from './builders.js';
import { energyRegisters } from './energy-registers.js';
import { eventLogsDsmr4 } from './event-logs.js';
import { associationLn, commonObjects, sinceDsmr4 } from './general-objects.js';
import { mbusObjectsDsmr4 } from './mbus-objects.js';
import { periodicProfilesDsmr4 } from './periodic-profiles.js';
import { powerQualityDsmr4 } from './power-quality-values.js';
import { byTag, type ProtocolProfile } from './profile.js';

/** DSMR 4.2.2 (P3 companion standard). */
export const dsmr422: ProtocolProfile = {
  name: 'DSMR',
  version: '4.2.2',
  objects: byTag([
    associationLn(1),
    ...commonObjects,
    ...sinceDsmr4,
    data('CONFIGURATION_OBJECT', '0.1.94.31.3.255', 'structure', 'RW'),
    ...energyRegisters,
    ...periodicProfilesDsmr4,
    ...eventLogsDsmr4,
    ...mbusObjectsDsmr4,
    ...powerQualityDsmr4,
  ]),
  keySwitch: 'next-association',
  invocationCounter: { obis: '0.0.43.1.0.255' },
};
