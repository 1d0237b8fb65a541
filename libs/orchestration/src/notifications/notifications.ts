import { randomUUID } from 'node:crypto';
import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { UnknownNotificationError } from './decide-notification.js';
import { NotificationDeliverer, type DelivererOptions } from './deliverer.js';
import { NOTIFICATIONS, viewOf, type NotificationView } from './notification-document.js';
import { NotificationInbox, type NotificationInboxOptions } from './notification-inbox.js';
import { NotificationIndex } from './notification-index.js';
import { NotificationQueries } from './notification-queries.js';
import { NotificationRepository } from './notification-repository.js';
import type { NotificationState } from './notification-state.js';

export interface NotificationsOptions
  extends Pick<DelivererOptions, 'sender' | 'secret' | 'observer' | 'concurrency' | 'perOrigin' | 'pace'>, Pick<NotificationInboxOptions, 'urlOf'> {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly log: Log;
}

/** A notification, and the position of its last event. */
export type NotificationAt = NotificationView & { readonly position: number };

/** Tells clients by webhook that their commands have ended. */
export class Notifications {
  private constructor(
    readonly queries: NotificationQueries,
    private readonly repository: NotificationRepository,
    private readonly index: NotificationIndex,
    private readonly options: NotificationsOptions,
  ) {}

  static async open(options: NotificationsOptions): Promise<Notifications> {
    await options.readStore.define([NOTIFICATIONS]);
    const notifications = new NotificationRepository(options);
    const queries = new NotificationQueries(options.readStore);
    const index = new NotificationIndex({ ...options, notifications });
    return new Notifications(queries, notifications, index, options);
  }

  /** All of it. Resolves after the signal aborted and nothing is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.follow(signal), this.deliver(signal)]);
  }

  /** Keeps the delivery log; several processes may. Resolves after the signal aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.index.follow(signal);
  }

  /** Notices endings and sends what is due, which one process at a time should. Resolves after the signal aborted and nothing is under way; can be repeated. */
  async deliver(signal: AbortSignal): Promise<void> {
    const { options, repository: notifications, index, queries } = this;
    const inbox = new NotificationInbox({ ...options, notifications });
    const deliverer = new NotificationDeliverer({ ...options, notifications, queries, index });
    await Promise.all([inbox.follow(signal), deliverer.run(signal)]);
  }

  /** True when the delivery log has come to `position` within `ms`; false then, or when the signal aborts. */
  async waitFor(position: number, ms: number, signal: AbortSignal): Promise<boolean> {
    return this.index.waitFor(position, ms, signal);
  }

  /** As it stands on its stream. @throws UnknownNotificationError also for one of another organisation */
  async get(id: string, organisation: string): Promise<NotificationAt> {
    return shown(await this.repository.load(id), organisation);
  }

  /** Has a notification delivered again, at once. @throws UnknownNotificationError also for one of another organisation */
  async redeliver(id: string, organisation: string, reason: string, actor: string): Promise<NotificationAt> {
    const { correlationUid } = await this.get(id, organisation);
    const context = { commandId: randomUUID(), correlationUid, causationId: null, actor };
    return shown(await this.repository.execute(id, { kind: 'Redeliver', reason }, context), organisation);
  }
}

function shown({ state, position }: { readonly state: NotificationState; readonly position: number }, organisation: string): NotificationAt {
  const view = viewOf(state);
  if (view?.organisation !== organisation) throw new UnknownNotificationError(state.id);
  return { ...view, position };
}
