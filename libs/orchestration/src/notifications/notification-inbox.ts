import { EventRegistryError, type Clock, type EventRegistry, type Log, type RecordedEvent } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { DEVICE_STREAM_PREFIX } from '../device-repository.js';
import { AcceptedCommands, COMMAND_ACCEPTED, type AcceptedCommand } from './accepted-commands.js';
import { DurableSubscription } from '../subscription/durable-subscription.js';
import type { NotificationRequest } from './notification-events.js';
import { notificationIdOf, NOTIFIER, type NotificationRepository } from './notification-repository.js';
import { notificationTypeOf } from './notification-type.js';
import { TIME_FOR_ATTEMPTS } from './retry-timetable.js';

const STATUS_BY_TYPE: Readonly<Record<string, NotificationRequest['status']>> = {
  CommandSucceeded: 'SUCCEEDED',
  CommandFailed: 'FAILED',
  CommandExpired: 'EXPIRED',
  CommandCancelled: 'CANCELLED',
};

export interface NotificationInboxOptions {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly notifications: NotificationRepository;
  /** Where the commands of an organisation are reported that name no URL of their own. */
  urlOf(this: void, organisation: string): string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Notices every command that ends, and puts on record that its client is to be told: once, whatever crashes. */
export class NotificationInbox {
  private readonly subscription: DurableSubscription;
  private readonly accepted: AcceptedCommands;

  constructor(private readonly options: NotificationInboxOptions) {
    this.accepted = new AcceptedCommands(options.store, options.registry);
    this.subscription = new DurableSubscription({
      ...options,
      name: 'process-notification',
      filter: { types: [COMMAND_ACCEPTED, ...Object.keys(STATUS_BY_TYPE)] },
      handle: async (events) => this.handle(events),
    });
  }

  /** Resolves after the signal aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.subscription.follow(signal);
  }

  private async handle(stored: readonly StoredEvent[]): Promise<void> {
    const events = await this.decoded(stored.filter(({ stream }) => stream.startsWith(DEVICE_STREAM_PREFIX)));
    for (const event of events) if (event.type === COMMAND_ACCEPTED) this.accepted.remember(event);
    // All at once: the store commits them in groups.
    await Promise.all(events.map(async (event) => this.noticed(event)));
  }

  private async noticed(event: RecordedEvent): Promise<void> {
    try {
      await this.ended(event);
    } catch (error) {
      if (!(error instanceof EventRegistryError)) throw error;
      this.passOver(event, error);
    }
  }

  private async ended(event: RecordedEvent): Promise<void> {
    const status = STATUS_BY_TYPE[event.type];
    if (status === undefined) return;
    const command = await this.accepted.find(event);
    const url = command === undefined ? undefined : this.urlFor(command, event);
    if (command === undefined || url === undefined) return;
    const { correlationUid, occurredAt } = event;
    const { operation, organisation } = command;
    const request: NotificationRequest = {
      url,
      organisation,
      correlationUid,
      deviceIdentification: event.stream.slice(DEVICE_STREAM_PREFIX.length),
      operation,
      status,
      result: status === 'SUCCEEDED' ? 'OK' : 'NOT OK',
      notificationType: notificationTypeOf(operation),
      occurredAt,
    };
    const id = notificationIdOf(event.eventId);
    await this.options.notifications.execute(
      id,
      { kind: 'Request', request },
      { commandId: id, correlationUid, causationId: event.eventId, actor: NOTIFIER },
    );
  }

  /** The command's own URL stands in the record. A configured one does not: nobody wants to hear of what ended long before it was configured. */
  private urlFor({ responseUrl, organisation }: AcceptedCommand, { recordedAt }: RecordedEvent): string | undefined {
    if (responseUrl !== undefined) return responseUrl;
    const isRecent = this.options.clock.now() - Date.parse(recordedAt) <= TIME_FOR_ATTEMPTS;
    return isRecent ? this.options.urlOf(organisation) : undefined;
  }

  /** An event that cannot be understood is passed over: it must not keep all others from being noticed. */
  private async decoded(events: readonly StoredEvent[]): Promise<readonly RecordedEvent[]> {
    try {
      return await this.options.registry.decodeAll(events);
    } catch (error) {
      if (!(error instanceof EventRegistryError)) throw error;
      const [only] = events;
      if (only === undefined || events.length > 1) return (await Promise.all(events.map(async (event) => this.decoded([event])))).flat();
      this.passOver(only, error);
      return [];
    }
  }

  private passOver({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>, error: Error): void {
    this.options.log.error({ err: error, stream, revision }, 'an event cannot be understood: nobody is told of it');
  }
}
