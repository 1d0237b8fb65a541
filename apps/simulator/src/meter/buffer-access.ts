import { isInstant, type CaptureLayout } from '#cosem';
import { DATA_ACCESS_RESULT, decodeDateTime, type CaptureObject, type Data, type GetResult, type SelectiveAccess } from '#dlms';

import type { Row } from './history.js';
import type { MeterZone } from './time/meter-zone.js';

/**
 * Attribute 2 of a profile, whole or the part that selective access asks for. Ranges are inclusive at both ends; entries
 * and columns count from 1, the oldest first.
 */
export function readBuffer(rows: readonly Row[], layout: CaptureLayout, access: SelectiveAccess | undefined, zone: MeterZone): GetResult {
  if (access === undefined) return rowsOf(rows, layout.captureObjects);
  if (access.kind === 'selector') return { ok: false, result: DATA_ACCESS_RESULT['scope-of-access-violated'] };
  if (access.kind === 'entry') {
    const { fromEntry, toEntry, fromColumn, toColumn } = access;
    const columns = layout.captureObjects.slice(Math.max(0, fromColumn - 1), toColumn === 0 ? undefined : toColumn);
    return rowsOf(rows.slice(Math.max(0, fromEntry - 1), toEntry === 0 ? undefined : toEntry), columns);
  }
  const from = bound(access.from, zone);
  const to = bound(access.to, zone);
  if (from === undefined || to === undefined || access.restrictingObject.classId !== 8) {
    return { ok: false, result: DATA_ACCESS_RESULT['type-unmatched'] };
  }
  const columns = access.columns.length === 0 ? layout.captureObjects : selected(layout, access.columns);
  if (columns === undefined) return { ok: false, result: DATA_ACCESS_RESULT['other-reason'] };
  return rowsOf(
    rows.filter(({ at }) => at >= from && at <= to),
    columns,
  );
}

/** Rows of a buffer that was given as a value; a row without a time comes one period after the row before. */
export function rowsOfValue(data: Data, layout: CaptureLayout, zone: MeterZone): Row[] {
  const rows: Row[] = [];
  for (const row of data.type === 'array' ? data.value : []) {
    const cells = row.type === 'structure' ? row.value : [row];
    const previous = rows.at(-1)?.at ?? 0;
    const at = (cells[0] === undefined ? undefined : bound(cells[0], zone)) ?? previous + layout.capturePeriod * 1000;
    rows.push({ at, cells: (columns) => columns.flatMap((column) => cells[layout.captureObjects.indexOf(column)] ?? []) });
  }
  return rows;
}

function rowsOf(rows: readonly Row[], columns: readonly CaptureObject[]): GetResult {
  return { ok: true, data: { type: 'array', value: rows.map((row) => ({ type: 'structure', value: row.cells(columns) })) } };
}

function selected(layout: CaptureLayout, wanted: readonly CaptureObject[]): CaptureObject[] | undefined {
  const found: CaptureObject[] = [];
  for (const { classId, obis, attribute } of wanted) {
    const column = layout.captureObjects.find((one) => one.classId === classId && one.obis === obis && one.attribute === attribute);
    if (column === undefined) return undefined;
    found.push(column);
  }
  return found;
}

function bound(data: Data, zone: MeterZone): number | undefined {
  if ((data.type !== 'octet-string' && data.type !== 'date-time') || data.value.length !== 12) return undefined;
  const time = decodeDateTime(data.value);
  return isInstant(time) ? zone.read(time) : undefined;
}
