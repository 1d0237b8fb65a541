import type { MeterValue } from '#contract';
import type { DeviceEventData, Fact } from '#domain';
import type { EnergyName } from './energy.js';
import { inParts } from './fact-parts.js';

type Reads = DeviceEventData<'MeterReadsCollected'>;
export type Read = Reads['reads'][number];

/** A reading as it is recorded, and the instant of its log time. */
export interface TimedRead {
  readonly at: number;
  readonly read: Read;
}

/** One fact per session and profile, in numbered parts when it is large. It was true at its last log time; when there are no rows, now. */
export function readsFacts(kind: Reads['kind'], rows: readonly TimedRead[], now: number): readonly Fact[] {
  return inParts(rows, ({ read }) => read).map(({ rows: part, numbering }) => ({
    type: 'MeterReadsCollected',
    data: { kind, channel: null, unit: 'KWH', reads: part.map(({ read }) => read), ...numbering },
    occurredAt: part.reduce((last, { at }) => Math.max(last, at), part.length === 0 ? now : Number.NEGATIVE_INFINITY),
  }));
}

/** Values as events keep them: the unit stands once, beside the reads. */
export function withoutUnits(values: Partial<Record<EnergyName, MeterValue>>): Partial<Record<EnergyName, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]));
}
