import { d } from '#dlms';

import { configurationDsmr422 } from '../configuration/configuration-layout.js';
import { associationLn, invocationCounterObis, securityObjects } from './association-objects.js';
import { energyRegisters } from './energy-registers.js';
import { eventLogsDsmr22, eventLogsDsmr4 } from './event-logs.js';
import { commonObjects, configurationObject, sinceDsmr4 } from './general-objects.js';
import { mbusObjectsDsmr4 } from './mbus-objects.js';
import { mbusProfilesDsmr4 } from './mbus-profiles.js';
import { periodicProfilesDsmr4 } from './periodic-profiles.js';
import { definableLoadProfileDsmr422 } from './power-quality/load-profiles.js';
import { powerQualityDsmr4 } from './power-quality/values.js';
import { byTag, type ProtocolProfile } from './profile.js';

/** DSMR 4.2.2 (P3 companion standard). */
export const dsmr422: ProtocolProfile = {
  name: 'DSMR',
  version: '4.2.2',
  objects: byTag([
    associationLn(1),
    ...securityObjects,
    ...commonObjects,
    ...sinceDsmr4,
    configurationObject('structure', d.structure(d.enumeration(1), d.bits('0101001000000000'))),
    ...energyRegisters,
    ...periodicProfilesDsmr4,
    ...eventLogsDsmr22,
    ...eventLogsDsmr4,
    ...mbusObjectsDsmr4,
    ...mbusProfilesDsmr4,
    ...powerQualityDsmr4,
    definableLoadProfileDsmr422(powerQualityDsmr4),
  ]),
  keySwitch: 'next-association',
  invocationCounter: { obis: invocationCounterObis },
  configuration: configurationDsmr422,
  pushMessageType: 128,
};
