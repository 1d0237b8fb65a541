import type { MeterOperation, MeasuredValue, ProfileData } from '#contract';
import { decodeObjectDefinitions, formatWithOffset, type CosemObject } from '#cosem';
import type { CaptureObject, Data } from '#dlms';
import { decoded, unreadable } from './access-result.js';
import { inParts } from './fact-parts.js';
import { capturedColumn, measuredColumn, measuredValue, recordedValue, type MeasuredColumn } from './measured-column.js';
import type { MeterAccess } from './meter-access.js';
import { meterTimeOf, type MeterTime } from './meter-time.js';
import type { OperationContext } from './operation.js';
import { attributeOf } from './profile-object.js';
import { readAttributes } from './read-attributes.js';
import { bufferRange, within, type TimeRange } from './time-range.js';

/** A profile generic object that is to be read. */
export interface ProfileRead {
  readonly profile: CosemObject;
  readonly range: TimeRange;
  /** Whether a column is wanted; the clock always is. */
  readonly wanted: (column: CaptureObject) => boolean;
}

export interface ProfileRows {
  readonly data: ProfileData;
  /** Instant of each row. */
  readonly times: readonly number[];
}

interface Row {
  readonly time: MeterTime;
  readonly values: readonly (MeasuredValue | null)[];
}

const isClock = ({ classId, attribute }: CaptureObject): boolean => classId === 8 && attribute === 2;

/** Asks the meter for the columns that it captures, then for the rows of the period. @throws OperationError 412 */
export async function readProfileRows(
  access: MeterAccess,
  { profile, range, wanted }: ProfileRead,
  context: OperationContext,
  operation: MeterOperation,
): Promise<ProfileRows> {
  const { settings } = context;
  const captured = await capturedObjects(access, profile, operation);
  const chosen = captured.filter((column) => isClock(column) || wanted(column));
  const columns: MeasuredColumn[] = [];
  for (const object of chosen) columns.push(await measuredColumn(object, context.profile, access, operation));
  const selective = settings.selectiveAccessSupported && chosen.length < captured.length;
  const ref = bufferRange(profile, range, settings.timezone, selective ? chosen : []);
  const [buffer] = await readAttributes(access, [ref], 1, operation);
  const rows = buffer === undefined ? undefined : rowsOf(buffer, columns, captured, profile.profile?.capturePeriod ?? 0, settings.timezone);
  if (rows === undefined) throw unreadable(operation, ref, 'the rows have not the columns that the meter captures');
  const inside = rows.filter(({ time }) => within(time.at, range));
  return {
    data: { logicalName: profile.obis, captureObjects: columns.map(capturedColumn), profileEntries: inside.map(({ values }) => values) },
    times: inside.map(({ time }) => time.at),
  };
}

async function capturedObjects(access: MeterAccess, profile: CosemObject, operation: MeterOperation): Promise<readonly CaptureObject[]> {
  const ref = attributeOf(profile, 3);
  const [list] = await readAttributes(access, [ref], 1, operation);
  if (list === undefined) throw unreadable(operation, ref, 'the meter gave no answer');
  return decoded(ref, operation, () => decodeObjectDefinitions(list));
}

/** A row without a time comes one period after the row before; rows before the first time are left out. */
function rowsOf(
  buffer: Data,
  columns: readonly MeasuredColumn[],
  captured: readonly CaptureObject[],
  period: number,
  timezone: string,
): readonly Row[] | undefined {
  if (buffer.type !== 'array') return undefined;
  const positions = positionsOf(buffer.value, columns, captured);
  if (positions === undefined) return undefined;
  const clock = columns.findIndex(({ object }) => isClock(object));
  const rows: Row[] = [];
  for (const row of buffer.value) {
    const cells = row.type === 'structure' ? positions.map((position) => row.value[position] ?? { type: 'null-data' as const }) : [];
    const time = timeOf(cells[clock], timezone, period, rows.at(-1)?.time);
    if (time === undefined) continue;
    const values = columns.map((column, index) =>
      index === clock ? { dateValue: time.text } : measuredValue(column, cells[index] ?? { type: 'null-data' }, timezone),
    );
    rows.push({ time, values });
  }
  return rows;
}

function timeOf(cell: Data | undefined, timezone: string, period: number, previous: MeterTime | undefined): MeterTime | undefined {
  const own = cell === undefined ? undefined : meterTimeOf(cell, timezone, previous?.at);
  if (own !== undefined || previous === undefined) return own;
  const at = previous.at + period * 1000;
  return { at, text: formatWithOffset(at, timezone) };
}

/** Where in a row the columns are: some meters take no notice of a selection. */
function positionsOf(rows: readonly Data[], columns: readonly MeasuredColumn[], captured: readonly CaptureObject[]): readonly number[] | undefined {
  const fits = (count: number): boolean => rows.every((row) => row.type === 'structure' && row.value.length === count);
  if (fits(columns.length)) return columns.map((_, index) => index);
  return fits(captured.length) ? columns.map(({ object }) => captured.indexOf(object)) : undefined;
}

/** The rows as facts keep them, in parts where they are many. */
export function recordedRows({ data, times }: ProfileRows, now: number) {
  const rows = data.profileEntries.map((values, index) => ({ at: times[index] ?? now, texts: values.map(recordedValue) }));
  return inParts(rows, ({ texts }) => texts).map(({ rows: part, numbering }) => ({
    data: {
      profile: data.logicalName,
      columns: data.captureObjects.map((column) => ({ ...column })),
      rows: part.map(({ texts }) => texts),
      ...numbering,
    },
    occurredAt: part.reduce((last, { at }) => Math.max(last, at), part.length === 0 ? now : Number.NEGATIVE_INFINITY),
  }));
}
