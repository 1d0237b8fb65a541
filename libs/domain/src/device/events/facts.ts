import * as calendar from './facts/calendar.js';
import * as configuration from './facts/configuration.js';
import * as diagnostics from './facts/diagnostics.js';
import { MeterReadsCollected } from './facts/energy.js';
import { AlarmRegisterCleared, AlarmRegisterRead, MeterEventsCollected } from './facts/events.js';
import * as mbus from './facts/mbus.js';
import * as powerQuality from './facts/power-quality.js';
import * as push from './facts/push.js';
import * as settings from './facts/settings.js';
import { InvocationCounterRead } from './keys.js';

/** What a meter said or was told in a session: the events that a gateway may hand back. */
export const factTypes = {
  MeterReadsCollected,
  MeterEventsCollected,
  AlarmRegisterRead,
  AlarmRegisterCleared,
  ...configuration,
  ...diagnostics,
  ...powerQuality,
  ...mbus,
  ...settings,
  ...calendar,
  ...push,
  InvocationCounterRead,
};

export type FactType = keyof typeof factTypes;

export const isFactType = (type: string): type is FactType => Object.hasOwn(factTypes, type);
