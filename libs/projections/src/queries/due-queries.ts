import type { ReadStore } from '#readstore/port.js';
import { due, type DueDocument } from '../models/due/due-document.js';

/** A command that waits for its next attempt. */
export type WaitingRow = DueDocument & { readonly dueAt: number };

/** A command with an attempt under way. */
export type RunningRow = DueDocument & { readonly leaseToken: string };

const PRIORITIES = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
const HIGHEST_BY_WAITING = 8;
const STEP = 15 * 60_000;
const PAGE = 500;

/** Priority plus one for each 15 minutes past due, up to 8: 9 is reserved to those who ask for it. */
export function effectivePriority(priority: number, dueAt: number, now: number): number {
  const waited = Math.max(0, Math.floor((now - dueAt) / STEP));
  return Math.max(priority, Math.min(HIGHEST_BY_WAITING, priority + waited));
}

interface Ranked {
  readonly row: WaitingRow;
  readonly rank: number;
}

/** The due index: hints for the dispatcher, at a cost that does not depend on how many commands wait for later. */
export class DueQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** Commands due at `now` (epoch ms), running ones excluded: the highest effective priority first, then the longest due. `limit` is at least 1. */
  async dueRows(now: number, limit: number): Promise<readonly WaitingRow[]> {
    const oldest = await this.nextDueAt();
    if (oldest === undefined || oldest > now) return [];
    const ranked: Ranked[] = [];
    for (const priority of PRIORITIES) {
      // Nothing at this priority or below can come before rows that rank higher than the oldest of all would.
      const best = effectivePriority(priority, oldest, now);
      if (ranked.filter(({ rank }) => rank > best).length >= limit) break;
      // Within one priority the order by dueAt is the order by rank, so the first `limit` rows are enough.
      const rows = await this.dueOf(priority, now, limit);
      ranked.push(...rows.map((row) => ({ row, rank: effectivePriority(priority, row.dueAt, now) })));
    }
    const inOrder = ranked.toSorted((a, b) => b.rank - a.rank || a.row.dueAt - b.row.dueAt);
    return inOrder.slice(0, limit).map(({ row }) => row);
  }

  /** When the next waiting command falls due, or fell; undefined when none waits. */
  async nextDueAt(): Promise<number | undefined> {
    const page = await this.readStore.find<DueDocument>(due.name, { where: [{ field: 'dueAt', from: 0 }], sort: ['dueAt'], limit: 1 });
    return page.items[0]?.document.dueAt ?? undefined;
  }

  /** Every command with an attempt under way. */
  async runningRows(): Promise<readonly RunningRow[]> {
    const rows: RunningRow[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const query = { where: [{ field: 'status', equals: 'RUNNING' }], limit: PAGE, ...(after === undefined ? {} : { after }) };
      const page: { items: readonly { document: RunningRow }[]; next: string | null } = await this.readStore.find<RunningRow>(due.name, query);
      rows.push(...page.items.map(({ document }) => document));
      after = page.next;
    }
    return rows;
  }

  private async dueOf(priority: number, now: number, limit: number): Promise<readonly WaitingRow[]> {
    const where = [
      { field: 'priority', equals: priority },
      { field: 'dueAt', to: now + 1 },
    ];
    const { items } = await this.readStore.find<WaitingRow>(due.name, { where, sort: ['dueAt'], limit });
    return items.map(({ document }) => document);
  }
}
