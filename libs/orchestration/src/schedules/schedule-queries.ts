import type { ReadStore, Stored } from '#readstore/port.js';
import { OCCURRENCES, type OccurrenceDocument, type OccurrenceView } from './occurrence-document.js';
import { SCHEDULES, type ScheduleDocument, type ScheduleView } from './schedule-document.js';
import type { ScheduleStatus } from './schedule-state.js';

/** A schedule, and the position of its last event. */
export type ScheduleAt = ScheduleView & { readonly position: number };

interface Paging {
  /** 1 to 500, 50 unless told. */
  readonly limit?: number;
  readonly after?: string;
}

export interface ListPage<T> {
  readonly items: readonly T[];
  /** Opaque; null at the end. */
  readonly next: string | null;
}

/** A hint that something is due: the schedule's stream decides. */
export interface DueSchedule {
  readonly id: string;
  /** Of the last event that the hint knows. */
  readonly position: number;
  /** Epoch ms. */
  readonly dueAt: number;
}

const DEFAULT_LIMIT = 50;
const EXISTING: readonly ScheduleStatus[] = ['ACTIVE', 'PAUSED'];

/** The list of schedules, of their occurrences, and of what is due. */
export class ScheduleQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** The latest created first. @throws ReadStoreError INVALID_CURSOR */
  async list(organisation: string, status: ScheduleStatus | undefined, { limit = DEFAULT_LIMIT, after }: Paging): Promise<ListPage<ScheduleAt>> {
    const where = [
      { field: 'organisation', equals: organisation },
      status === undefined ? { field: 'status', in: EXISTING } : { field: 'status', equals: status },
    ];
    const query = { where, sort: ['createdAt'], descending: true, limit, ...(after === undefined ? {} : { after }) };
    const page = await this.readStore.find<ScheduleDocument>(SCHEDULES.name, query);
    return { items: page.items.map(shown), next: page.next };
  }

  /** The latest first. @throws ReadStoreError INVALID_CURSOR */
  async occurrences(scheduleId: string, { limit = DEFAULT_LIMIT, after }: Paging): Promise<ListPage<OccurrenceView>> {
    const where = [{ field: 'scheduleId', equals: scheduleId }];
    const query = { where, sort: ['at'], descending: true, limit, ...(after === undefined ? {} : { after }) };
    const page = await this.readStore.find<OccurrenceDocument>(OCCURRENCES.name, query);
    return { items: page.items.map(({ document: { scheduleId: _ofTheAsker, ...occurrence } }) => occurrence), next: page.next };
  }

  /** What has or will have something to do, the first due first. */
  async due(limit: number): Promise<readonly DueSchedule[]> {
    const { items } = await this.readStore.find<ScheduleDocument>(SCHEDULES.name, { where: [{ field: 'dueAt', from: 0 }], sort: ['dueAt'], limit });
    return items.map(({ id, position, document }) => ({ id, position, dueAt: document.dueAt ?? 0 }));
  }
}

function shown({ position, document: { dueAt: _ofTheScheduler, ...view } }: Stored<ScheduleDocument>): ScheduleAt {
  return { ...view, position };
}
