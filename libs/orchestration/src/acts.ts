import { eventIdOf, uuidv5 } from '#event-sourcing';
import type { ActContext } from './device-repository.js';

export const ORCHESTRATOR = 'meterlog/orchestrator';
export const GATEWAY = 'meterlog/gateway';

/** Identity of what the platform does for a command: derived, so that doing it again is the same act. */
export function act(correlationUid: string, name: string, actor: string, causationId: string = correlationUid): ActContext {
  return { commandId: uuidv5(correlationUid, name), correlationUid, causationId, actor };
}

/** Id of the first event that an act appends. */
export const firstEventId = (context: ActContext): string => eventIdOf(context.commandId, 0);
