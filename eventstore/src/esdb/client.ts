import {
  BACKWARDS,
  EventStoreDBClient,
  FORWARDS,
  binaryEvent,
  eventTypeFilter,
  jsonEvent,
  streamNameFilter,
  type AllStreamSubscription,
  type ExpectedRevision,
  type FilterOptions,
  type JSONType,
  type Position,
} from '@eventstore/db-client';
import { closingChannels, withoutCrashes } from './client-repairs.js';
import type { EsdbLink, Feed, FeedItem, WireEvent, WireFilter, WireFrom, WirePosition } from './wire.js';

/** The only file that knows the official client. */

/** Objects between the server and whoever reads; 256 KiB each at most, and as many again in the client's own stages. */
const FEED_BUFFER = { highWaterMark: 32 };
/** Only a leader is asked: what was appended is then read, and `caught-up` means what it says. */
const LEADER = { requiresLeader: true } as const;

const nothing = (): void => undefined;

function toEvent({ id, type, metadata, content }: WireEvent) {
  // The type says that data is an object; the client takes whatever JSON can hold.
  if ('json' in content) return jsonEvent({ id, type, metadata, data: content.json as JSONType });
  return binaryEvent({ id, type, metadata, data: content.bytes });
}

/**
 * A cancelled call may still report its end: an error that nobody listens to would end the process. What has arrived of it is let run out,
 * as the client keeps a call until its last item was taken.
 */
function feedOf(items: Feed['items'], cancel: () => Promise<void>): Feed {
  items.on('error', nothing);
  return {
    items,
    cancel: () => {
      cancel().catch(nothing);
      items.removeAllListeners('readable');
      items.resume();
    },
  };
}

function toFilter(filter: WireFilter, checkpointReached: (subscription: AllStreamSubscription, position: Position) => void) {
  const options = { checkpointReached } satisfies Partial<FilterOptions>;
  return filter.on === 'type' ? eventTypeFilter({ ...options, regex: filter.regex }) : streamNameFilter({ ...options, prefixes: [filter.prefix] });
}

/** Where a checkpoint or the end of history lies among the events is told by an item of its own, put into the same buffer. */
function mark(subscription: AllStreamSubscription, item: FeedItem): void {
  subscription.push(item);
}

function subscribe(client: EventStoreDBClient, fromPosition: WireFrom | WirePosition, filter: WireFilter): Feed {
  const serverFilter = toFilter(filter, (subscription, position) => mark(subscription, { checkpoint: position }));
  const subscription = client.subscribeToAll({ ...LEADER, fromPosition, filter: serverFilter }, FEED_BUFFER);
  subscription.on('caughtUp', () => mark(subscription, { caughtUp: true }));
  return feedOf(subscription, () => subscription.unsubscribe());
}

const directions = { forwards: FORWARDS, backwards: BACKWARDS } as const;

/**
 * Opens no connection yet: the first call does.
 * @throws what the client says of a connection string that it does not understand, with the string in it: never show it
 */
export function linkTo(connectionString: string): EsdbLink {
  const client = EventStoreDBClient.connectionString(connectionString);
  withoutCrashes(client);
  const closeChannels = closingChannels(client);
  return {
    async append(stream, events, expectedRevision, deadline) {
      const options = { ...LEADER, expectedRevision, deadline };
      const { nextExpectedRevision, position } = await client.appendToStream(stream, events.map(toEvent), options);
      return { revision: nextExpectedRevision, position };
    },
    readStream(stream, { from, direction, limit }) {
      const options = { ...LEADER, fromRevision: from, direction: directions[direction], ...(limit === undefined ? {} : { maxCount: limit }) };
      const read = client.readStream(stream, options, FEED_BUFFER);
      return feedOf(read, () => read.cancel());
    },
    readAll({ from, direction, limit }) {
      const options = { ...LEADER, fromPosition: from, direction: directions[direction], ...(limit === undefined ? {} : { maxCount: limit }) };
      const read = client.readAll(options, FEED_BUFFER);
      return feedOf(read, () => read.cancel());
    },
    subscribe: (from, filter) => subscribe(client, from, filter),
    async deleteStream(stream, expectedRevision, deadline) {
      return (await client.deleteStream(stream, { ...LEADER, expectedRevision, deadline })).position;
    },
    async tombstoneStream(stream, expectedRevision, deadline) {
      // The client also takes `stream_exists` here; its types leave it out.
      const options = { ...LEADER, expectedRevision: expectedRevision as ExpectedRevision, deadline };
      return (await client.tombstoneStream(stream, options)).position;
    },
    async close() {
      await client.dispose();
      closeChannels();
    },
  };
}
