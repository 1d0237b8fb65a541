import { setImmediate } from 'node:timers/promises';
import type { CommandFilter, CommandQueries, CommandView } from '#projections';
import type { BulkFilter, BulkRequest } from './bulk-request.js';

/**
 * Statuses whose commands are looked at, in this order. What the act leads to is not among them, so that no command is met again for having been
 * changed; running ones come first, so that one whose attempt ends meanwhile is met among those that wait.
 */
const STATUSES: Readonly<Record<BulkRequest['action'], readonly NonNullable<BulkFilter['status']>[]>> = {
  cancel: ['RUNNING', 'HELD', 'NEEDS_DECISION', 'RETRY_SCHEDULED', 'SCHEDULED', 'ACCEPTED'],
  hold: ['RUNNING', 'RETRY_SCHEDULED', 'SCHEDULED', 'ACCEPTED'],
  release: ['HELD'],
  priority: ['RUNNING', 'HELD', 'NEEDS_DECISION', 'RETRY_SCHEDULED', 'SCHEDULED', 'ACCEPTED'],
};

/** How far the matches have been looked at: list number, and the read store's cursor within it. */
export interface BulkPlace {
  readonly list: number;
  readonly after: string | null;
}

export const FIRST_PLACE: BulkPlace = { list: 0, after: null };

export interface BulkPage {
  readonly commands: readonly CommandView[];
  /** Where the next page begins; null at the end. */
  readonly next: BulkPlace | null;
}

/**
 * Pages of the commands that match, each small and found by an index: one list per status, and per device where devices are named.
 * @param limit of one page, at most 500
 * @throws ReadStoreError INVALID_CURSOR
 */
export async function* bulkPages(
  commands: Pick<CommandQueries, 'list'>,
  organisation: string,
  { filter, action }: Pick<BulkRequest, 'filter' | 'action'>,
  from: BulkPlace,
  limit: number,
): AsyncGenerator<BulkPage> {
  const lists = listsOf(filter, filter.status === undefined ? STATUSES[action] : [filter.status]);
  let place: BulkPlace | null = from;
  while (place !== null) {
    const list = lists[place.list];
    if (list === undefined) return;
    // The embedded store answers at once: many pages in a row must not keep the rest of the process, and so an abort, from its turn.
    await setImmediate();
    const page = await commands.list({ ...list, organisation }, { limit, ...(place.after === null ? {} : { after: place.after }) });
    const following: BulkPlace = page.next === null ? { list: place.list + 1, after: null } : { list: place.list, after: page.next };
    place = following.list < lists.length ? following : null;
    yield { commands: page.items.filter((command) => filter.priority === undefined || command.priority === filter.priority), next: place };
  }
}

function listsOf({ operation, devices, acceptedFrom, acceptedTo }: BulkFilter, statuses: readonly NonNullable<BulkFilter['status']>[]) {
  const common: CommandFilter = {
    ...(operation === undefined ? {} : { operation }),
    ...(acceptedFrom === undefined ? {} : { acceptedFrom }),
    ...(acceptedTo === undefined ? {} : { acceptedTo }),
  };
  const byStatus = statuses.map((status): CommandFilter => ({ ...common, status }));
  if (devices.length === 0) return byStatus;
  return devices.flatMap((deviceIdentification) => byStatus.map((list) => ({ ...list, deviceIdentification })));
}
