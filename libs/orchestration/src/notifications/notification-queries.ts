import type { Condition, ReadStore, Stored } from '#readstore/port.js';
import { NOTIFICATIONS, type NotificationDocument, type NotificationView } from './notification-document.js';
import type { NotificationStatus } from './notification-state.js';

export interface NotificationFilter {
  readonly organisation: string;
  readonly status?: NotificationStatus;
  readonly deviceIdentification?: string;
}

export interface NotificationPage {
  readonly items: readonly (NotificationView & { readonly position: number })[];
  /** Opaque; null at the end. */
  readonly next: string | null;
}

/** A hint that an attempt may be due: the notification's stream decides. */
export interface DueNotification {
  readonly id: string;
  /** Of the last event that the hint knows. */
  readonly position: number;
  /** Epoch ms. */
  readonly dueAt: number;
}

const DEFAULT_LIMIT = 50;

/** The delivery log and the due index. */
export class NotificationQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** The latest requested first. `limit` is 1 to 500, 50 unless told. @throws ReadStoreError INVALID_CURSOR */
  async list(filter: NotificationFilter, { limit = DEFAULT_LIMIT, after }: { limit?: number; after?: string }): Promise<NotificationPage> {
    const where: Condition[] = [{ field: 'organisation', equals: filter.organisation }];
    if (filter.status !== undefined) where.push({ field: 'status', equals: filter.status });
    if (filter.deviceIdentification !== undefined) where.push({ field: 'deviceIdentification', equals: filter.deviceIdentification });
    const query = { where, sort: ['requestedAt'], descending: true, limit, ...(after === undefined ? {} : { after }) };
    const page = await this.readStore.find<NotificationDocument>(NOTIFICATIONS.name, query);
    return { items: page.items.map(positioned), next: page.next };
  }

  /** How many wait for an attempt. */
  async pending(): Promise<number> {
    return this.readStore.count(NOTIFICATIONS.name, [{ field: 'status', equals: 'PENDING' }]);
  }

  /** The next origin, from this text on, with a notification that waits. */
  async originFrom(from: string): Promise<string | undefined> {
    const where = [
      { field: 'status', equals: 'PENDING' },
      { field: 'origin', from },
    ];
    const { items } = await this.readStore.find<NotificationDocument>(NOTIFICATIONS.name, { where, sort: ['origin', 'dueAt'], limit: 1 });
    return items[0]?.document.origin;
  }

  /** What waits for this origin, the first due first, also what is due later. */
  async waitingFor(origin: string, limit: number): Promise<readonly DueNotification[]> {
    const where = [
      { field: 'status', equals: 'PENDING' },
      { field: 'origin', equals: origin },
    ];
    const { items } = await this.readStore.find<NotificationDocument>(NOTIFICATIONS.name, { where, sort: ['dueAt'], limit });
    return items.map(({ id, position, document }) => ({ id, position, dueAt: document.dueAt ?? 0 }));
  }
}

function positioned({ position, document }: Stored<NotificationDocument>): NotificationView & { readonly position: number } {
  const { origin: _ofTheIndex, dueAt: _ofTheIndexToo, ...view } = document;
  return { ...view, position };
}
