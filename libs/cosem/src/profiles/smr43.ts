import { d } from '#dlms';

import { configurationSmr43 } from '../configuration/configuration-layout.js';
import { cdmaDiagnostic } from './communication-objects.js';
import { dsmr422 } from './dsmr422.js';
import { configurationObject } from './general-objects.js';
import { definableLoadProfileSmr43 } from './power-quality/load-profiles.js';
import { powerQualityDsmr4 } from './power-quality/values.js';
import { inherit, type ProtocolProfile } from './profile.js';

/** SMR 4.3: DSMR 4.2.2 with a CDMA modem and one configuration flag more. */
export const smr43: ProtocolProfile = {
  ...dsmr422,
  name: 'SMR',
  version: '4.3',
  parent: dsmr422,
  objects: inherit(dsmr422.objects, [
    configurationObject('structure', d.structure(d.enumeration(1), d.bits('0101001000100000'))),
    cdmaDiagnostic,
    definableLoadProfileSmr43([...powerQualityDsmr4, cdmaDiagnostic]),
  ]),
  configuration: configurationSmr43,
};
