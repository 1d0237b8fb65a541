import { phaseOutageTest } from './calendar-objects.js';
import { eventLogsSmr51 } from './event-logs.js';
import { mbusObjectsSmr51 } from './mbus-objects.js';
import { inherit, type ProtocolProfile } from './profile.js';
import { smr500 } from './smr500.js';

/** SMR 5.1: SMR 5.0.0 with the auxiliary log, the phase outage test and clearing of M-Bus status. */
export const smr51: ProtocolProfile = {
  ...smr500,
  version: '5.1',
  parent: smr500,
  objects: inherit(smr500.objects, [...eventLogsSmr51, ...mbusObjectsSmr51, phaseOutageTest]),
};
