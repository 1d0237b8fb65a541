import { formatPosition } from '#event-sourcing';
import type { CommandView } from '#projections';
import type { Stores } from '../../composition/stores.js';

interface StoredAnswer {
  readonly response: unknown;
  readonly description?: string;
}

/** A command as clients see it; with its stored response where that is asked for and still there. */
export async function commandView(command: CommandView, { events, results }: Pick<Stores, 'events' | 'results'>): Promise<object> {
  const { correlationUid, responseRef, responseState, description } = command;
  if (responseRef === null || responseState !== 'PRESENT') return { ...summary(command, events.storeId), response: null, responseState };
  const text = await results.get(correlationUid, responseRef);
  if (text === undefined) return { ...summary(command, events.storeId), response: null, responseState: 'EXPIRED' };
  const stored = JSON.parse(text) as StoredAnswer;
  return {
    ...summary(command, events.storeId),
    description: stored.description ?? description,
    response: stored.response,
    responseState,
  };
}

/** A command without its response, as lists show it. */
export function summary(command: CommandView, storeId: string): object {
  const { responseRef: _internal, position, ...view } = command;
  return { ...view, position: formatPosition(storeId, position) };
}
