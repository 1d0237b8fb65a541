import type { Limit } from '../permits/limit-table.js';
import type { LimitEvent, RecordedLimitEvent } from './limit-events.js';

/** Where a limit holds: everywhere, in a base station, or in a cell of it. */
export interface LimitPlace {
  readonly btsId?: number;
  readonly cellId?: number;
}

/** A limit that was set, by whom and why. */
export interface SetLimit extends Limit, LimitPlace {
  readonly reason: string;
  /** "organisation/application/user" */
  readonly changedBy: string;
  /** Epoch ms. */
  readonly changedAt: number;
}

/** By scope of permits. Plain JSON. */
export interface LimitState {
  readonly limits: Readonly<Record<string, SetLimit>>;
}

export const initialState = (): LimitState => ({ limits: {} });

/** The scope of permits in which a limit of this place counts. */
export function permitScopeOf({ btsId, cellId }: LimitPlace): string {
  if (btsId === undefined) return '';
  return cellId === undefined ? String(btsId) : `${btsId}/${cellId}`;
}

export function evolve(state: LimitState, event: RecordedLimitEvent): LimitState {
  const { scope: _told, ...limit } = event.data;
  const set: SetLimit = { ...limit, changedBy: event.actor, changedAt: Date.parse(event.recordedAt) };
  return { limits: { ...state.limits, [permitScopeOf(limit)]: set } };
}

export interface SetLimitCommand extends Limit, LimitPlace {
  readonly reason: string;
}

/** Setting what holds already changes nothing, not even the reason. */
export function decideLimit(command: SetLimitCommand, state: LimitState): readonly LimitEvent[] {
  const known = state.limits[permitScopeOf(command)];
  if (known?.maxConcurrency === command.maxConcurrency && known.maxNewPerSecond === command.maxNewPerSecond) return [];
  const scope = command.btsId === undefined ? 'network' : command.cellId === undefined ? 'bts' : 'cell';
  return [{ type: 'LimitChanged', data: { scope, ...command } }];
}
