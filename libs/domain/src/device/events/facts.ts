import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { AMR_PROFILE_STATUS_FLAGS, EVENT_LOG_CATEGORIES } from '#contract';
import { Channel, Count, oneOf, optional, Text } from './shapes.js';

/** Facts larger than one event are numbered parts. */
const Part = { part: optional(Count), parts: optional(Count) };

/** One reading: decimal texts in the unit of the event, under the contract's names. */
export const Read = Type.Object({
  logTime: Text,
  activeEnergyImport: optional(Text),
  activeEnergyExport: optional(Text),
  activeEnergyImportTariffOne: optional(Text),
  activeEnergyImportTariffTwo: optional(Text),
  activeEnergyExportTariffOne: optional(Text),
  activeEnergyExportTariffTwo: optional(Text),
  amrProfileStatusCode: optional(Type.Array(oneOf(AMR_PROFILE_STATUS_FLAGS))),
});

export const MeterReadsCollected = eventType(
  'MeterReadsCollected',
  Type.Object({
    kind: oneOf(['ACTUAL', 'INTERVAL', 'DAILY', 'MONTHLY']),
    channel: Channel,
    unit: oneOf(['KWH', 'M3']),
    reads: Type.Array(Read),
    ...Part,
  }),
  { personal: ['reads'] },
);

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

/** `time` is what was written to the meter's clock, with the offset of `timezone`. */
export const ClockSynchronized = eventType('ClockSynchronized', Type.Object({ timezone: Text, time: Text }));

/** Alarm registers, by their number from 1, were set to zero. */
export const AlarmRegisterCleared = eventType('AlarmRegisterCleared', Type.Object({ registers: Type.Array(Count) }));
