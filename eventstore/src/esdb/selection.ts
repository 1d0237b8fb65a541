import type { AllFilter } from '../port.js';
import type { WireFilter, WireRecord } from './wire.js';

/** Every type but the server's own. */
const NO_SYSTEM_TYPES = '^[^$]';
const NOTHING = '^$';

const quoted = (type: string): string => type.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/**
 * The server takes one filter, on types or on names. Types are preferred: they leave out more. What it lets through is looked at again
 * with {@link isWanted}, so the filter saves transport and decides nothing.
 */
export function serverFilter({ streamPrefix, types }: AllFilter): WireFilter {
  if (types !== undefined) return { on: 'type', regex: types.length === 0 ? NOTHING : `^(?:${types.map(quoted).join('|')})$` };
  if (streamPrefix !== undefined && streamPrefix !== '') return { on: 'stream', prefix: streamPrefix };
  return { on: 'type', regex: NO_SYSTEM_TYPES };
}

/** Whether the port shows an event at all: names that begin with `$` are the server's (metadata, links, tombstones, statistics). */
export function isVisible({ streamId, type }: Pick<WireRecord, 'streamId' | 'type'>): boolean {
  return !streamId.startsWith('$') && !type.startsWith('$');
}

export function isWanted(record: Pick<WireRecord, 'streamId' | 'type'>, { streamPrefix, types }: AllFilter): boolean {
  return isVisible(record) && record.streamId.startsWith(streamPrefix ?? '') && (types?.includes(record.type) ?? true);
}
