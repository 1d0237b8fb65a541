import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { Count, optional, Text } from './shapes.js';

/** The device could not be reached `failures` times in a row: it is left alone until then. */
export const CircuitOpened = eventType('CircuitOpened', Type.Object({ until: Text, failures: Count }));
/** `source`: what the device was heard by, when it was not an attempt of ours. */
export const CircuitClosed = eventType('CircuitClosed', Type.Object({ source: optional(Text) }));
/** How the attempts of a time with failures went; once a day at most. `codes`: attempts by fault code. */
export const ContactSummarised = eventType(
  'ContactSummarised',
  Type.Object({ from: Text, to: Text, attempts: Count, failures: Count, codes: Type.Record(Text, Count) }),
);
