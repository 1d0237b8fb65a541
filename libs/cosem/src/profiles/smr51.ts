import { attribute } from './builders.js';
import { eventLogsSmr51 } from './event-logs.js';
import { mbusObjectsSmr51 } from './mbus-objects.js';
import { inherit, type ProtocolProfile } from './profile.js';
import { smr500Objects } from './smr500.js';

/** SMR 5.1: SMR 5.0.0 with the auxiliary log, the phase outage test and clearing of M-Bus status. */
export const smr51: ProtocolProfile = {
  name: 'SMR',
  version: '5.1',
  objects: inherit(smr500Objects, [
    ...eventLogsSmr51,
    ...mbusObjectsSmr51,
    {
      tag: 'PHASE_OUTAGE_TEST',
      classId: 22,
      version: 0,
      obis: '0.0.15.1.4.255',
      attributes: [attribute(4, 'execution_time', 'array', 'RW', 'SET_BY_CLIENT')],
      polyphaseOnly: true,
    },
  ]),
  keySwitch: 'immediate',
  invocationCounter: { obis: '0.0.43.1.0.255' },
};
