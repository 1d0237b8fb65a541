import { OPERATIONS } from '#contract';
import type { DeviceList } from './ports.js';
import type { RunningOccurrence } from './schedule-state.js';

/** The next devices to ask. */
export interface Targets {
  readonly devices: readonly string[];
  /** The last device that was looked at; null when there was none. */
  readonly last: string | null;
  readonly isLastPage: boolean;
}

/** Devices that are asked between two records of progress. */
export const STEP = 500;

/**
 * The devices of an occurrence behind those that were asked, in the order of their identifications. Of a filter only devices that have the
 * connection which the operation needs: a list may name any, and each of those gets its answer.
 * @param organisation whose devices are asked; undefined: all
 */
export async function nextTargets(
  { filter, after, request }: RunningOccurrence,
  organisation: string | undefined,
  list: DeviceList,
): Promise<Targets> {
  const { devices, ...criteria } = filter;
  if (devices !== undefined) return ofList(devices, after);
  const own = organisation === undefined ? {} : { organisation };
  const page = await list.list({ ...criteria, ...own, ...(after === null ? {} : { from: after }) }, { limit: STEP });
  const found = page.items.filter(({ deviceIdentification }) => deviceIdentification !== after);
  const reachable = OPERATIONS[request.operation].needsMeter ? found.filter(({ deviceType }) => deviceType === 'SMART_METER_E') : found;
  return {
    devices: reachable.map(({ deviceIdentification }) => deviceIdentification),
    last: found.at(-1)?.deviceIdentification ?? null,
    isLastPage: page.next === null,
  };
}

function ofList(devices: readonly string[], after: string | null): Targets {
  const left = [...new Set(devices)].toSorted().filter((device) => after === null || device > after);
  const step = left.slice(0, STEP);
  return { devices: step, last: step.at(-1) ?? null, isLastPage: left.length === step.length };
}
