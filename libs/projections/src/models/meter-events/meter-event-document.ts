import type { EventLogCategory, MeterEvent } from '#contract';
import { collection, type MaybeStale } from '../../projection.js';

/** A row of one of the meter's event logs. */
export type MeterEventDocument = MaybeStale & {
  readonly deviceIdentification: string;
  readonly eventLogCategory: EventLogCategory;
  /** ISO 8601 with the meter's offset. */
  readonly timestamp: string;
  /** timestamp in epoch ms. */
  readonly at: number;
  readonly eventCode: number;
  readonly eventType: string;
  readonly eventCounter?: number;
  readonly eventDetails?: NonNullable<MeterEvent['eventDetails']>;
  readonly collectedAt: string;
  readonly correlationUid: string;
  readonly revision: number;
};

export const meterEvents = collection<MeterEventDocument>('meterEvents', [
  ['deviceIdentification', 'at'],
  ['deviceIdentification', 'eventLogCategory', 'at'],
]);
