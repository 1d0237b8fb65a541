import type { Projection } from '../projection.js';
import { authorizationsProjection } from './authorizations/authorizations-projection.js';
import { commandsProjection } from './commands/commands-projection.js';
import { devicesProjection } from './devices/devices-projection.js';
import { dueProjection } from './due/due-projection.js';
import { keysProjection } from './keys/keys-projection.js';
import { meterEventsProjection } from './meter-events/meter-events-projection.js';
import { meterReadsProjection } from './meter-reads/meter-reads-projection.js';

/** Every read model of the platform. */
export const allProjections: readonly Projection[] = [
  devicesProjection,
  commandsProjection,
  dueProjection,
  meterReadsProjection,
  meterEventsProjection,
  keysProjection,
  authorizationsProjection,
];
