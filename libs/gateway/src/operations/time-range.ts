import type { MeterOperation } from '#contract';
import type { AttributeRef, CaptureObject } from '#dlms';
import type { CosemObject } from '#cosem';
import { OperationError } from '../faults/fault-error.js';
import { dateTimeData } from './meter-time.js';

/** Instants in epoch milliseconds, both included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const clockColumn: CaptureObject = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 };

/** @throws OperationError 401 unless both are instants in this order */
export function timeRange(from: string, to: string, operation: MeterOperation): TimeRange {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  if (range.from <= range.to) return range;
  throw new OperationError(401, `${operation}: ${from} to ${to} is not a period`);
}

/** The rows of a profile's buffer within the range; no columns means all of them. */
export function bufferRange(object: CosemObject, range: TimeRange, timezone: string, columns: readonly CaptureObject[] = []): AttributeRef {
  return {
    classId: object.classId,
    obis: object.obis,
    attribute: 2,
    access: {
      kind: 'range',
      restrictingObject: clockColumn,
      from: dateTimeData(range.from, timezone),
      to: dateTimeData(range.to, timezone),
      columns,
    },
  };
}

export const within = (at: number, { from, to }: TimeRange): boolean => at >= from && at <= to;
