import type { MeterReadDocument, MeterReadKind } from '../models/meter-reads/meter-read-document.js';

export type MeterReadView = Omit<MeterReadDocument, 'deviceIdentification' | 'at'>;

export interface MeterReadFilter {
  readonly kind?: MeterReadKind;
  /** Of an M-Bus device; null: readings of the E-meter itself. */
  readonly channel?: number | null;
  /** Epoch ms of logTime, inclusive. */
  readonly from?: number;
  /** Epoch ms of logTime, exclusive. */
  readonly to?: number;
  /** Every version that was collected, not the latest only. */
  readonly versions?: boolean;
}
