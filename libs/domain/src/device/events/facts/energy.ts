import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { AMR_PROFILE_STATUS_FLAGS } from '#contract';
import { Channel, oneOf, optional, Part, Text } from '../shapes.js';

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
