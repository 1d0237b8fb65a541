import { AlarmRegisterCleared, AlarmRegisterRead, MeterEventsCollected } from './facts/events.js';
import { MeterReadsCollected } from './facts/energy.js';
import { ClockSynchronized } from './facts/settings.js';
import { InvocationCounterRead } from './keys.js';

/** What a meter said or was told in a session: the events that a gateway may hand back. */
export const factTypes = {
  MeterReadsCollected,
  MeterEventsCollected,
  AlarmRegisterRead,
  AlarmRegisterCleared,
  ClockSynchronized,
  InvocationCounterRead,
};

export type FactType = keyof typeof factTypes;

export const isFactType = (type: string): type is FactType => Object.hasOwn(factTypes, type);
