import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { Text } from '../shapes.js';

/** `time` is what was written to the meter's clock, with the offset of `timezone`. */
export const ClockSynchronized = eventType('ClockSynchronized', Type.Object({ timezone: Text, time: Text }));
