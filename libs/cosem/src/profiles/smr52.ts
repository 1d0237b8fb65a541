import { lteDiagnostic } from './communication-objects.js';
import { eventLogsSmr52 } from './event-logs.js';
import { alarmObjects } from './general-objects.js';
import { harmonicDistortion, lastDisturbances } from './power-quality/disturbances.js';
import { definableLoadProfileSmr52 } from './power-quality/load-profiles.js';
import { inherit, type ProtocolProfile } from './profile.js';
import { smr51 } from './smr51.js';

/** SMR 5.2: SMR 5.1 with an LTE modem, alarm register 2, detailed power quality logs and harmonic distortion. */
export const smr52: ProtocolProfile = {
  ...smr51,
  version: '5.2',
  parent: smr51,
  objects: inherit(smr51.objects, [
    ...alarmObjects(2),
    lteDiagnostic,
    ...eventLogsSmr52,
    ...lastDisturbances,
    ...harmonicDistortion,
    definableLoadProfileSmr52([...smr51.objects.values(), lteDiagnostic]),
  ]),
};
