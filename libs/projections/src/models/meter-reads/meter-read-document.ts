import type { AmrProfileStatusFlag, MeterValue } from '#contract';
import type { DeviceEventData } from '#domain';
import { collection, type MaybeStale } from '../../projection.js';

export type MeterReadKind = DeviceEventData<'MeterReadsCollected'>['kind'];

export const READ_QUANTITIES = [
  'activeEnergyImport',
  'activeEnergyExport',
  'activeEnergyImportTariffOne',
  'activeEnergyImportTariffTwo',
  'activeEnergyExportTariffOne',
  'activeEnergyExportTariffTwo',
] as const;

export type ReadQuantities = { readonly [K in (typeof READ_QUANTITIES)[number]]?: MeterValue };

/** One reading of a device. */
export type MeterReadDocument = ReadQuantities &
  MaybeStale & {
    readonly deviceIdentification: string;
    /** ISO 8601 with the meter's offset. */
    readonly logTime: string;
    /** logTime in epoch ms. */
    readonly at: number;
    readonly kind: MeterReadKind;
    /** Of the M-Bus device whose reading it is; null: the E-meter's own. */
    readonly channel: number | null;
    readonly amrProfileStatusCode?: readonly AmrProfileStatusFlag[];
    readonly collectedAt: string;
    readonly correlationUid: string;
    readonly revision: number;
  };

/** The latest collected version of each reading. One index: each costs as much as the reading itself, and few ask without a kind. */
export const meterReads = collection<MeterReadDocument>('meterReads', [['deviceIdentification', 'kind', 'at', 'channel']]);

/** Everything that one session collected of one kind, as its event has it: a reading collected again leaves its earlier versions here. */
export type ReadCollectionDocument = MaybeStale &
  Pick<MeterReadDocument, 'deviceIdentification' | 'kind' | 'channel' | 'collectedAt' | 'correlationUid' | 'revision'> & {
    /** logTime of the latest reading, epoch ms. */
    readonly lastAt: number;
    readonly unit: MeterValue['unit'];
    readonly reads: DeviceEventData<'MeterReadsCollected'>['reads'];
  };

export const readCollections = collection<ReadCollectionDocument>('meterReadCollections', [['deviceIdentification', 'lastAt']]);
