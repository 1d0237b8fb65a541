import { associationLn, invocationCounterObis, securityObjects } from './association-objects.js';
import { energyRegisters } from './energy-registers.js';
import { eventLogsDsmr22 } from './event-logs.js';
import { commonObjects } from './general-objects.js';
import { mbusObjectsDsmr22 } from './mbus-objects.js';
import { mbusProfilesDsmr22 } from './mbus-profiles.js';
import { periodicProfilesDsmr22 } from './periodic-profiles.js';
import { powerQualityDsmr22 } from './power-quality/values.js';
import { byTag, type ProtocolProfile } from './profile.js';

/** DSMR 2.2: no configuration object, no firmware update, no push, no power quality profile. */
export const dsmr22: ProtocolProfile = {
  name: 'DSMR',
  version: '2.2',
  objects: byTag([
    associationLn(0),
    ...securityObjects,
    ...commonObjects,
    ...energyRegisters,
    ...periodicProfilesDsmr22,
    ...eventLogsDsmr22,
    ...mbusObjectsDsmr22,
    ...mbusProfilesDsmr22,
    ...powerQualityDsmr22,
  ]),
  keySwitch: 'next-association',
  invocationCounter: { obis: invocationCounterObis },
};
