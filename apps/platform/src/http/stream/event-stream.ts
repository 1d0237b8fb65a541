import { RUNNING_ORGANISATION } from '#contract';
import { hasRight } from '#domain';
import type { StoredEvent } from '#eventstore/port.js';
import { deviceStream, DEVICE_STREAM_PREFIX } from '#orchestration';
import type { Platform } from '../../composition/platform.js';
import { SEES_HISTORY } from '../access/device-functions.js';
import { historyItem } from '../views/history-item.js';
import { withHeartbeat } from './heartbeat.js';

export interface EventStreamOptions {
  /** Exclusive. */
  readonly after: number;
  readonly deviceIdentification: string | undefined;
  readonly types: readonly string[] | undefined;
  /** Only events of devices whose history it may see. */
  readonly organisation: string;
  readonly signal: AbortSignal;
}

const HEARTBEAT = 15_000;

/** The text of a stream of server-sent events, until the signal aborts. A client that reads slowly is read slowly for: nothing piles up here. */
export async function* eventStream(
  platform: Platform,
  { after, deviceIdentification, types, organisation, signal }: EventStreamOptions,
): AsyncGenerator<string> {
  const { stores, registry } = platform;
  const exact = deviceIdentification === undefined ? undefined : deviceStream(deviceIdentification);
  const filter = { streamPrefix: exact ?? DEVICE_STREAM_PREFIX, ...(types === undefined ? {} : { types }) };
  yield ': connected\n\n';
  const subscription = stores.events.subscribe({ after, signal, batch: 100, ...filter });
  for await (const message of withHeartbeat(subscription, HEARTBEAT, platform.clock, signal)) {
    if (message === 'heartbeat') yield ': still here\n\n';
    else if (message.kind === 'events') {
      // A prefix also finds devices whose identification goes on.
      const events = exact === undefined ? message.events : message.events.filter(({ stream }) => stream === exact);
      const decoded = await registry.decodeAll(await visible(events, organisation, platform), 'tolerant');
      for (const event of decoded) {
        const { position, ...item } = historyItem(event, stores.events.storeId);
        const data = { deviceIdentification: event.stream.slice(DEVICE_STREAM_PREFIX.length), position, ...item };
        yield `id: ${position}\nevent: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`;
      }
    }
  }
}

async function visible(events: readonly StoredEvent[], organisation: string, { devices }: Platform): Promise<readonly StoredEvent[]> {
  if (organisation === RUNNING_ORGANISATION) return events;
  const streams = [...new Set(events.map(({ stream }) => stream))];
  const allowed = new Set<string>();
  for (const stream of streams) {
    const { state } = await devices.load(stream.slice(DEVICE_STREAM_PREFIX.length));
    if (hasRight(state, organisation, SEES_HISTORY)) allowed.add(stream);
  }
  return events.filter(({ stream }) => allowed.has(stream));
}
