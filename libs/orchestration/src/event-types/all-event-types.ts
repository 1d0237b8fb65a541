import { deviceEventTypes } from '#domain';
import { checkpointEventTypes, type EventType } from '#event-sourcing';
import { projectionEventTypes } from '#projections';
import { organisationEventTypes } from '#security';
import { limitEventTypes } from '../limits/limit-events.js';
import { notificationEventTypes } from '../notifications/notification-events.js';
import { scheduleEventTypes } from '../schedules/schedule-events.js';

/** Every event type that a store of the platform may hold: whoever reads or writes the record registers these. */
export const allEventTypes: readonly EventType[] = [
  ...deviceEventTypes,
  ...checkpointEventTypes,
  ...projectionEventTypes,
  ...notificationEventTypes,
  ...scheduleEventTypes,
  ...limitEventTypes,
  ...organisationEventTypes,
];
