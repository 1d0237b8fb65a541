import { DeciderRepository, uuidv5, type Clock, type DecisionContext, type EventRegistry } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import { decideNotification, type NotificationCommand } from './decide-notification.js';
import type { NotificationEvent } from './notification-events.js';
import { evolve, initialState, type NotificationState } from './notification-state.js';

/** Actor of what the platform does about notifications. */
export const NOTIFIER = 'meterlog/notifier';

export const NOTIFICATION_STREAM_PREFIX = 'process-notification-';

/** Id of the notification of an ending: derived, so that the same ending noticed again is the same notification. */
export const notificationIdOf = (endingEventId: string): string => uuidv5(endingEventId, 'notification');

export interface NotificationRepositoryOptions {
  readonly store: EventStore;
  /** Must know the notification event types. */
  readonly registry: EventRegistry;
  readonly clock: Clock;
}

/** Notifications as decider streams, by their id. */
export class NotificationRepository extends DeciderRepository<NotificationState, NotificationEvent> {
  constructor(options: NotificationRepositoryOptions) {
    super({ ...options, stream: (id) => `${NOTIFICATION_STREAM_PREFIX}${id}`, initialState, evolve });
  }

  /** @throws UnknownNotificationError; nothing was recorded then */
  execute(id: string, command: NotificationCommand, context: DecisionContext) {
    return this.decide(id, context, (state, now) => decideNotification(command, state, now));
  }
}
