import { EventRegistryError, type Clock, type Log } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { GuardedWrite, ReadStore } from '#readstore/port.js';
import { DurableSubscription } from '../subscription/durable-subscription.js';
import { documentOf, NOTIFICATIONS } from './notification-document.js';
import { NOTIFICATION_STREAM_PREFIX, type NotificationRepository } from './notification-repository.js';

/** Raised when the documents change shape: they are all written anew then. */
const VERSION = 1;

export interface NotificationIndexOptions {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly notifications: NotificationRepository;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps one document per notification: the delivery log, and what is due. Each is the fold of its stream, guarded by its position. */
export class NotificationIndex extends DurableSubscription {
  /** The collection must be defined. */
  constructor(private readonly sources: NotificationIndexOptions) {
    super({
      ...sources,
      name: `${NOTIFICATIONS.name}/${VERSION}`,
      filter: { streamPrefix: NOTIFICATION_STREAM_PREFIX },
      handle: async (events) => writeDocuments(idsOf(events), sources),
    });
  }

  /** Writes the document anew that turned out to be older than its stream. */
  async refresh(id: string): Promise<void> {
    await writeDocuments([id], this.sources);
  }
}

function idsOf(events: readonly StoredEvent[]): readonly string[] {
  return [...new Set(events.map(({ stream }) => stream.slice(NOTIFICATION_STREAM_PREFIX.length)))];
}

async function writeDocuments(ids: readonly string[], { readStore, notifications, log }: NotificationIndexOptions): Promise<void> {
  const writes = await Promise.all(ids.map(async (id) => writeOf(id, notifications, log)));
  await readStore.write({ writes: writes.filter((write) => write !== undefined) });
}

async function writeOf(id: string, notifications: NotificationRepository, log: Log): Promise<GuardedWrite | undefined> {
  try {
    const { state, position } = await notifications.load(id);
    const document = documentOf(state);
    return document === undefined ? undefined : { collection: NOTIFICATIONS.name, id, position, document };
  } catch (error) {
    // It harms this notification alone.
    if (!(error instanceof EventRegistryError)) throw error;
    log.error({ err: error, notification: id }, 'a notification cannot be read');
    return undefined;
  }
}
