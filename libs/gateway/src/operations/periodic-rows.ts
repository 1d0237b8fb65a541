import type { AmrProfileStatusFlag, MeterValue, PeriodType } from '#contract';
import { decodeAmrStatus, formatWithOffset, localMidnight, localMonthStart, type ScalerUnit } from '#cosem';
import type { Data } from '#dlms';
import { kwh, type EnergyName } from './energy.js';
import { meterTimeOf, type MeterTime } from './meter-time.js';

export interface EnergyColumn {
  readonly index: number;
  readonly name: EnergyName;
  readonly scalerUnit: ScalerUnit;
}

/** Where the columns of a row are; -1 for one that the profile does not have. */
export interface RowLayout {
  readonly clock: number;
  readonly status: number;
  readonly energy: readonly EnergyColumn[];
  readonly periodType: PeriodType;
  /** Seconds; 0 where rows are captured by the calendar. */
  readonly capturePeriod: number;
  readonly timezone: string;
}

export interface PeriodicRow {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly logTime: string;
  readonly values: Partial<Record<EnergyName, MeterValue>>;
  readonly status?: readonly AmrProfileStatusFlag[];
}

const DEFAULT_INTERVAL_SECONDS = 900;

/**
 * Rows of a load profile. A row without a time comes one period after the row before; rows before the first time are
 * skipped. A column without a value is left out of its row.
 * @returns undefined when a column holds something else than energy
 */
export function decodePeriodicRows(rows: readonly Data[], layout: RowLayout): readonly PeriodicRow[] | undefined {
  const decoded: PeriodicRow[] = [];
  let time: MeterTime | undefined;
  for (const row of rows) {
    if (row.type !== 'structure') return undefined;
    time = timeOf(row.value[layout.clock], layout, time);
    if (time === undefined) continue;
    const values = valuesOf(row.value, layout.energy);
    if (values === undefined) return undefined;
    decoded.push({ at: time.at, logTime: time.text, values, ...statusOf(row.value[layout.status]) });
  }
  return decoded;
}

function timeOf(clock: Data | undefined, layout: RowLayout, previous: MeterTime | undefined): MeterTime | undefined {
  const own = clock === undefined ? undefined : meterTimeOf(clock, layout.timezone, previous?.at);
  if (own !== undefined || previous === undefined) return own;
  const at = onePeriodAfter(previous.at, layout);
  return { at, text: formatWithOffset(at, layout.timezone) };
}

/** Days and months are those of the meter's zone: they keep the local time of day. */
function onePeriodAfter(at: number, { periodType, capturePeriod, timezone }: RowLayout): number {
  if (periodType === 'INTERVAL') return at + (capturePeriod || DEFAULT_INTERVAL_SECONDS) * 1000;
  const start = periodType === 'DAILY' ? localMidnight : localMonthStart;
  return start(at, timezone, 1) + (at - start(at, timezone));
}

function valuesOf(row: readonly Data[], columns: readonly EnergyColumn[]): Partial<Record<EnergyName, MeterValue>> | undefined {
  const values: Partial<Record<EnergyName, MeterValue>> = {};
  for (const { index, name, scalerUnit } of columns) {
    const raw = row[index];
    if (raw === undefined || raw.type === 'null-data') continue;
    const value = kwh(raw, scalerUnit);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

function statusOf(data: Data | undefined): Pick<PeriodicRow, 'status'> {
  return data?.type === 'unsigned' ? { status: decodeAmrStatus(data.value) } : {};
}
