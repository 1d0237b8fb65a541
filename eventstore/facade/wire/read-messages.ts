import { type RecordedEvent, TOMBSTONE_REVISION } from '../log/recorded-event.js';
import { sharedPb, streamsPb } from './generated.js';
import { showPosition } from './positions.js';
import { stringUuid, structuredUuid } from './uuids.js';

type ReadResp = streamsPb.ReadResp;

/** An event as it is sent: with `link`, the link that led to it; without `event`, a link that leads nowhere. */
export interface ResolvedEvent {
  readonly event: RecordedEvent | undefined;
  readonly link?: RecordedEvent;
}

export type UuidForm = 'string' | 'structured';

function recordedEvent(event: RecordedEvent, form: UuidForm): streamsPb.ReadResp.ReadEvent.RecordedEvent {
  const message = new streamsPb.ReadResp.ReadEvent.RecordedEvent();
  const position = showPosition(event.position);
  message.setId(form === 'string' ? stringUuid(event.id) : structuredUuid(event.id));
  message.setStreamIdentifier(identifier(event.stream));
  message.setStreamRevision(event.isTombstone ? TOMBSTONE_REVISION.toString() : String(event.revision));
  message.setCommitPosition(position);
  message.setPreparePosition(position);
  message.setCustomMetadata(event.metadata);
  message.setData(event.data);
  const map = message.getMetadataMap();
  map.set('type', event.type);
  map.set('created', event.created);
  map.set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  return message;
}

export const identifier = (name: string): sharedPb.StreamIdentifier => new sharedPb.StreamIdentifier().setStreamName(Buffer.from(name));

export function eventMessage({ event, link }: ResolvedEvent, form: UuidForm): ReadResp {
  const read = new streamsPb.ReadResp.ReadEvent();
  if (event !== undefined) read.setEvent(recordedEvent(event, form));
  if (link !== undefined) read.setLink(recordedEvent(link, form));
  read.setCommitPosition(showPosition((link ?? event)?.position ?? 0));
  return new streamsPb.ReadResp().setEvent(read);
}

export const confirmationMessage = (subscriptionId: string): ReadResp =>
  new streamsPb.ReadResp().setConfirmation(new streamsPb.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscriptionId));

export const caughtUpMessage = (): ReadResp => new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp());

export const checkpointMessage = (commit: number, prepare: number): ReadResp =>
  new streamsPb.ReadResp().setCheckpoint(
    new streamsPb.ReadResp.Checkpoint().setCommitPosition(showPosition(commit)).setPreparePosition(showPosition(prepare)),
  );

export const streamNotFoundMessage = (name: string): ReadResp =>
  new streamsPb.ReadResp().setStreamNotFound(new streamsPb.ReadResp.StreamNotFound().setStreamIdentifier(identifier(name)));

export const firstPositionMessage = (revision: number): ReadResp => new streamsPb.ReadResp().setFirstStreamPosition(String(revision));
export const lastPositionMessage = (revision: number): ReadResp => new streamsPb.ReadResp().setLastStreamPosition(String(revision));
