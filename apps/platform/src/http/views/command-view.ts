import { formatPosition } from '#event-sourcing';
import { responseJson } from '#orchestration';
import type { CommandView } from '#projections';
import type { Stores } from '#stores';
import { Serialized } from './serialized.js';

/** A command as clients see it; with its stored response where it is still there. */
export async function commandView(command: CommandView, { events, results }: Pick<Stores, 'events' | 'results'>): Promise<object> {
  const { correlationUid, responseRef, responseState } = command;
  const view = { ...summary(command, events.storeId), responseState };
  if (responseRef === null || responseState !== 'PRESENT') return { ...view, response: null };
  const text = await results.get(correlationUid, responseRef);
  if (text === undefined) return { ...view, responseState: 'EXPIRED', response: null };
  return new Serialized(`${JSON.stringify(view).slice(0, -1)},"response":${responseJson(text)}}`);
}

/** A command without its response, as lists show it. */
export function summary(command: CommandView, storeId: string): object {
  const { responseRef: _internal, position, ...view } = command;
  return { ...view, position: formatPosition(storeId, position) };
}
