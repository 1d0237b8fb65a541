import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { ALARM_TYPES, EVENT_LOG_CATEGORIES } from '#contract';
import { Count, oneOf, optional, Part, Text } from '../shapes.js';

export const MeterEventRow = Type.Object({
  timestamp: Text,
  eventCode: Count,
  eventType: Text,
  eventCounter: optional(Count),
  eventDetails: optional(Type.Array(Type.Object({ name: Text, value: Text }))),
});

export const MeterEventsCollected = eventType(
  'MeterEventsCollected',
  Type.Object({ category: oneOf(EVENT_LOG_CATEGORIES), events: Type.Array(MeterEventRow), ...Part }),
  { personal: ['events'] },
);

/** What the alarm registers held: the bits of each, by its number from 1, and what they mean; `bits` has those without a meaning, too. */
export const AlarmRegisterRead = eventType(
  'AlarmRegisterRead',
  Type.Object({
    registers: Type.Array(Type.Object({ register: Count, bits: Count })),
    alarmTypes: Type.Array(oneOf(ALARM_TYPES)),
  }),
);

/** Alarm registers, by their number from 1, were set to zero. */
export const AlarmRegisterCleared = eventType('AlarmRegisterCleared', Type.Object({ registers: Type.Array(Count) }));
