import { lastGaspTest } from './calendar-objects.js';
import { pushSetupUdp } from './communication-objects.js';
import { alarmObjects } from './general-objects.js';
import { inherit, type ProtocolProfile } from './profile.js';
import { smr52 } from './smr52.js';

/** SMR 5.5: SMR 5.2 with the last gasp: alarm register 3, its test, and push over UDP. */
export const smr55: ProtocolProfile = {
  ...smr52,
  version: '5.5',
  parent: smr52,
  objects: inherit(smr52.objects, [...alarmObjects(3), lastGaspTest, pushSetupUdp]),
};
