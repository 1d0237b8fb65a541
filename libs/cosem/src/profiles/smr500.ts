import { d } from '#dlms';

import { configurationSmr5 } from '../configuration/configuration-layout.js';
import { associationLn, invocationCounterObis, securityObjects } from './association-objects.js';
import { cdmaDiagnostic, gprsDiagnostic } from './communication-objects.js';
import { energyRegisters } from './energy-registers.js';
import { eventLogsDsmr22, eventLogsDsmr4, eventLogsSmr50 } from './event-logs.js';
import { commonObjects, configurationObject, mbusDriverFirmware, sinceDsmr4 } from './general-objects.js';
import { mbusObjectsSmr50 } from './mbus-objects.js';
import { mbusProfilesSmr5 } from './mbus-profiles.js';
import { periodicProfilesSmr5 } from './periodic-profiles.js';
import { definableLoadProfileSmr50, powerQualityProfile1, powerQualityProfile2 } from './power-quality/load-profiles.js';
import { powerQualitySmr50 } from './power-quality/values.js';
import { byTag, type CosemObject, type ProtocolProfile } from './profile.js';

const selectable: readonly CosemObject[] = [...powerQualitySmr50, gprsDiagnostic, cdmaDiagnostic, ...mbusObjectsSmr50];

/** SMR 5.0.0, the ancestor of the later 5.x profiles. */
export const smr500: ProtocolProfile = {
  name: 'SMR',
  version: '5.0.0',
  objects: byTag([
    associationLn(3),
    ...securityObjects,
    ...commonObjects,
    ...sinceDsmr4,
    ...mbusDriverFirmware,
    configurationObject('bit-string', d.bits('0001001000100000')),
    ...energyRegisters,
    ...periodicProfilesSmr5,
    ...eventLogsDsmr22,
    ...eventLogsDsmr4,
    ...eventLogsSmr50,
    ...mbusProfilesSmr5,
    ...selectable,
    definableLoadProfileSmr50(selectable),
    powerQualityProfile1(selectable),
    powerQualityProfile2(selectable),
  ]),
  keySwitch: 'immediate',
  invocationCounter: { obis: invocationCounterObis },
  configuration: configurationSmr5,
  pushMessageType: 0,
};
