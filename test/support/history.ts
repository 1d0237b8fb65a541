import type { Api } from './api.js';
import type { HistoryItem } from './views.js';

const TERMINAL: ReadonlySet<string> = new Set(['CommandSucceeded', 'CommandFailed', 'CommandExpired', 'CommandCancelled']);

/** Everything recorded of a device, oldest first. */
export function historyOf(api: Api, device: string): Promise<readonly HistoryItem[]> {
  return api.all<HistoryItem>(`/v1/devices/${device}/history?limit=500`);
}

/** Types of what was recorded for one command, in order. */
export async function eventsOf(api: Api, device: string, correlationUid: string): Promise<readonly string[]> {
  return (await historyOf(api, device)).filter((item) => item.correlationUid === correlationUid).map(({ type }) => type);
}

/** The events among these that end a command: of a command that was carried out to the end there is exactly one. */
export const endings = (types: readonly string[]): readonly string[] => types.filter((type) => TERMINAL.has(type));
