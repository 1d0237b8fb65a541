import type { Condition, Page, Query, ReadStore } from '#readstore/port.js';
import { due, type DueDocument } from '../models/due/due-document.js';

/** A command that waits: for its next attempt, or for its expiry. */
export type WaitingRow = DueDocument & { readonly dueAt: number };

/** A command with an attempt under way. */
export type RunningRow = DueDocument & { readonly leaseToken: string };

export interface WaitingPage {
  readonly rows: readonly WaitingRow[];
  /** Null: there is no more. */
  readonly next: string | null;
}

export interface WaitingRequest {
  /** Epoch ms; default: all that is due before `to`. */
  readonly from?: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

const PAGE = 500;

/** The due index: hints for the dispatcher, at a cost that does not depend on how many commands wait for later. */
export class DueQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** Commands that wait for an instant of this window, the earliest first. */
  async waiting({ from = 0, to, after, limit = PAGE }: WaitingRequest): Promise<WaitingPage> {
    const page = await this.page<WaitingRow>([{ field: 'dueAt', from, to }], { sort: ['dueAt'], limit }, after);
    return { rows: page.items.map(({ document }) => document), next: page.next };
  }

  /** Every command with an attempt under way. */
  async runningRows(): Promise<readonly RunningRow[]> {
    const rows: RunningRow[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const page: Page<RunningRow> = await this.page<RunningRow>([{ field: 'status', equals: 'RUNNING' }], { limit: PAGE }, after);
      rows.push(...page.items.map(({ document }) => document));
      after = page.next;
    }
    return rows;
  }

  private async page<D extends DueDocument>(where: readonly Condition[], query: Query, after: string | undefined): Promise<Page<D>> {
    return this.readStore.find<D>(due.name, { ...query, where, ...(after === undefined ? {} : { after }) });
  }
}
