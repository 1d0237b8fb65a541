import type { LogReader } from '../log/log-reader.js';
import { LINK, type RecordedEvent } from '../log/recorded-event.js';
import type { ResolvedEvent } from '../wire/read-messages.js';

const target = /^(\d{1,15})@(.+)$/s;

/** Follows a link when asked to. One that cannot be read as a link is an ordinary event; one that leads nowhere has no event. */
export async function resolve(reader: LogReader, event: RecordedEvent, resolveLinks: boolean): Promise<ResolvedEvent> {
  if (!resolveLinks || event.type !== LINK) return { event };
  const [, revision, stream] = target.exec(Buffer.from(event.data).toString('utf8')) ?? [];
  if (revision === undefined || stream === undefined) return { event };
  return { event: await reader.one(stream, Number(revision)), link: event };
}
