import type { EventOf } from '#event-sourcing';
import * as command from './command.js';
import * as contact from './contact.js';
import * as effects from './effects.js';
import { factTypes, type FactType } from './facts.js';
import * as keys from './keys.js';
import * as registry from './registry.js';

export * from './command.js';
export * from './contact.js';
export * from './effects.js';
export * from './facts.js';
export * from './keys.js';
export * from './registry.js';

const types = {
  ...registry,
  ...command,
  ...effects,
  ...contact,
  ...keys,
  ...factTypes,
};

/** Every event type of a device's stream. */
export const deviceEventTypes = Object.values(types);

export type DeviceEvent = { [K in keyof typeof types]: EventOf<(typeof types)[K]> }[keyof typeof types];
export type DeviceEventOf<T extends DeviceEvent['type']> = Extract<DeviceEvent, { type: T }>;
export type DeviceEventData<T extends DeviceEvent['type']> = DeviceEventOf<T>['data'];

export type Fact = DeviceEventOf<FactType>;
