export { GATEWAY, ORCHESTRATOR } from './acts.js';
export { DEVICE_STREAM_PREFIX, DeviceRepository, deviceRepository, deviceStream, type ActContext } from './device-repository.js';
export { Dispatcher, type DispatcherDependencies, type DispatcherTimes } from './dispatcher.js';
export { allEventTypes } from './event-types/all-event-types.js';
export { CheckpointRefusedError } from './checkpoints/checkpoint-refused.js';
export { Checkpointer, CHECKPOINTER, type CheckpointerOptions, type MadeCheckpoint } from './checkpoints/checkpointer.js';
export { sweepResults } from './housekeeping.js';
export { responseJson } from './stored-response.js';
export type {
  AttemptClaim,
  DispatchObserver,
  DueIndex,
  DuePage,
  DueRequest,
  DueRow,
  ProjectionProgress,
  QueueLengths,
  RunningRow,
  Waits,
} from './ports.js';
export { UnknownNotificationError, type AttemptResult } from './notifications/decide-notification.js';
export { type NotificationFilter, NotificationQueries } from './notifications/notification-queries.js';
export { NOTIFICATION_STATUSES, type NotificationStatus } from './notifications/notification-state.js';
export { ATTEMPT_OUTCOMES, ENDED_STATUSES, GIVEN_UP_REASONS } from './notifications/notification-events.js';
export { Notifications, type NotificationAt, type NotificationsOptions } from './notifications/notifications.js';
export type { NotificationObserver, NotificationOutcome, WebhookSender } from './notifications/ports.js';
export type { WebhookRequest } from './notifications/signed-request.js';
export { everything, type Ownership } from './ownership.js';
export { scopesOf, type Permit, type PermitRefusal, type Permits, type PermitScope } from './permits/port.js';
export { guardedGateway } from './leases/guarded-gateway.js';
export { LeaseKeeper, type LeaseKeeperOptions } from './leases/lease-keeper.js';
export { whileHeld, type Singleton } from './leases/while-held.js';
export { ScheduleOutdatedError, UnknownScheduleError } from './schedules/decide-schedule.js';
export { OCCURRENCE_STATUSES, type OccurrenceView } from './schedules/occurrence-document.js';
export type { RequestForm, RequestReader } from './schedules/ports.js';
export {
  MISSED_RUNS,
  OCCURRENCE_OUTCOMES,
  SKIP_REASONS,
  type MissedRuns,
  type ScheduleDefinition,
  type ScheduledRequest,
} from './schedules/schedule-events.js';
export type { ScheduleAt } from './schedules/schedule-queries.js';
export { SCHEDULE_STATUSES } from './schedules/schedule-state.js';
export { Schedules, type SchedulesOptions, type Wish } from './schedules/schedules.js';
export { ScheduleFaultError } from './schedules/time/schedule-fault.js';
export { LimitTable, UNLIMITED, type Limit, type LimitsInForce } from './permits/limit-table.js';
export { LocalPermits, localPermits } from './permits/local-permits.js';
export { SharedPermits, sharedPermits, type PermitMember, type SharedPermitsOptions } from './permits/shared/shared-permits.js';
export { rerun, type RerunAct, type RerunEvent } from './rerun/rerun.js';
export type { Difference } from './rerun/differences.js';
export { Limits, LIMITS_STREAM, type LimitsOptions } from './limits/limits.js';
export { permitScopeOf, type LimitPlace, type SetLimit, type SetLimitCommand } from './limits/limit-state.js';
export { Organisations, type NewApiKey, type OrganisationsOptions } from './organisations/organisations.js';
