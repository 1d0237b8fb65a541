import { credentials, type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { sharedPb, streamsGrpc, streamsPb } from '../wire/generated.js';

export type Expected = 'any' | 'no-stream' | 'stream-exists' | bigint;

export const empty = (): sharedPb.Empty => new sharedPb.Empty();
export const named = (name: string | Uint8Array): sharedPb.StreamIdentifier =>
  new sharedPb.StreamIdentifier().setStreamName(typeof name === 'string' ? Buffer.from(name) : name);
export const uuid = (text: string): sharedPb.UUID => new sharedPb.UUID().setString(text);

/** What a call ended with, as a client sees it. */
export interface Ended {
  readonly code: status;
  readonly details: string;
  readonly trailers: Readonly<Record<string, string>>;
}

const STANDARD = new Set(['content-type', 'date', 'server', 'content-length', 'grpc-accept-encoding', 'accept-encoding']);

export function ended(error: ServiceError): Ended {
  const trailers = Object.entries(error.metadata.getMap()).filter(([key]) => !STANDARD.has(key));
  return { code: error.code, details: error.details, trailers: Object.fromEntries(trailers.map(([key, value]) => [key, String(value)])) };
}

export const OK: Ended = { code: status.OK, details: 'OK', trailers: {} };

export interface EventParts {
  readonly id?: sharedPb.UUID | undefined;
  readonly type?: string | undefined;
  readonly contentType?: string | undefined;
  readonly data?: Uint8Array | string;
  readonly metadata?: Uint8Array;
  readonly extra?: Readonly<Record<string, string>>;
}

type Proposed = streamsPb.AppendReq.ProposedMessage | streamsPb.BatchAppendReq.ProposedMessage;

function fill<M extends Proposed>(message: M, parts: EventParts): M {
  const { id = uuid(randomUUID()), type = 't', contentType = 'application/json', data = '{}', metadata, extra = {} } = parts;
  if (!('id' in parts && parts.id === undefined)) message.setId(id);
  const map = message.getMetadataMap();
  if (!('type' in parts && parts.type === undefined)) map.set('type', type);
  if (!('contentType' in parts && parts.contentType === undefined)) map.set('content-type', contentType);
  for (const [key, value] of Object.entries(extra)) map.set(key, value);
  message.setData(typeof data === 'string' ? Buffer.from(data) : data);
  if (metadata !== undefined) message.setCustomMetadata(metadata);
  return message;
}

export const proposed = (parts: EventParts = {}): streamsPb.AppendReq =>
  new streamsPb.AppendReq().setProposedMessage(fill(new streamsPb.AppendReq.ProposedMessage(), parts));
export const batchMessage = (parts: EventParts = {}): streamsPb.BatchAppendReq.ProposedMessage =>
  fill(new streamsPb.BatchAppendReq.ProposedMessage(), parts);

export function appendOptions(stream: string | Uint8Array | undefined, expected: Expected | undefined): streamsPb.AppendReq {
  const options = new streamsPb.AppendReq.Options();
  if (stream !== undefined) options.setStreamIdentifier(named(stream));
  if (expected === 'any') options.setAny(empty());
  if (expected === 'no-stream') options.setNoStream(empty());
  if (expected === 'stream-exists') options.setStreamExists(empty());
  if (typeof expected === 'bigint') options.setRevision(expected.toString());
  return new streamsPb.AppendReq().setOptions(options);
}

export interface ReadAsked {
  readonly stream?: string;
  readonly from?: 'start' | 'end' | bigint;
  readonly position?: readonly [commit: bigint, prepare: bigint];
  readonly count?: number;
  readonly backwards?: boolean;
  readonly links?: boolean;
  readonly compatibility?: number;
  readonly filter?: streamsPb.ReadReq.Options.FilterOptions;
  readonly structured?: boolean;
}

function source(options: streamsPb.ReadReq.Options, { stream, from = 'start', position }: ReadAsked): void {
  if (stream === undefined) {
    const all = new streamsPb.ReadReq.Options.AllOptions();
    if (position !== undefined)
      all.setPosition(new streamsPb.ReadReq.Options.Position().setCommitPosition(String(position[0])).setPreparePosition(String(position[1])));
    else if (from === 'end') all.setEnd(empty());
    else all.setStart(empty());
    options.setAll(all);
    return;
  }
  const one = new streamsPb.ReadReq.Options.StreamOptions().setStreamIdentifier(named(stream));
  if (typeof from === 'bigint') one.setRevision(from.toString());
  else if (from === 'end') one.setEnd(empty());
  else one.setStart(empty());
  options.setStream(one);
}

/** `count` undefined asks for a subscription. */
export function readRequest(asked: ReadAsked): streamsPb.ReadReq {
  const options = new streamsPb.ReadReq.Options();
  source(options, asked);
  if (asked.count === undefined) options.setSubscription(new streamsPb.ReadReq.Options.SubscriptionOptions());
  else options.setCount(String(asked.count));
  options.setReadDirection(asked.backwards === true ? 1 : 0);
  options.setResolveLinks(asked.links ?? false);
  if (asked.filter === undefined) options.setNoFilter(empty());
  else options.setFilter(asked.filter);
  const uuidOption = new streamsPb.ReadReq.Options.UUIDOption();
  options.setUuidOption(asked.structured === true ? uuidOption.setStructured(empty()) : uuidOption.setString(empty()));
  if (asked.compatibility !== undefined)
    options.setControlOption(new streamsPb.ReadReq.Options.ControlOption().setCompatibility(asked.compatibility));
  return new streamsPb.ReadReq().setOptions(options);
}

export interface ReadOutcome {
  readonly messages: readonly streamsPb.ReadResp[];
  readonly ended: Ended;
}

/** The methods of the protocol, without the official client around them. */
export class RawClient {
  readonly streams: streamsGrpc.StreamsClient;

  constructor(port: number) {
    this.streams = new streamsGrpc.StreamsClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /** The answer, or how the call ended. */
  appendMessages(messages: readonly streamsPb.AppendReq[], metadata?: Metadata): Promise<streamsPb.AppendResp.AsObject | Ended> {
    return new Promise((resolve) => {
      const callback = (error: ServiceError | null, response: streamsPb.AppendResp): void =>
        resolve(error === null ? response.toObject() : ended(error));
      const call = metadata === undefined ? this.streams.append(callback) : this.streams.append(metadata, callback);
      // The call's own answer tells of whatever went wrong with it.
      call.on('error', () => undefined);
      for (const message of messages) call.write(message);
      call.end();
    });
  }

  append(stream: string, expected: Expected, events: readonly EventParts[] = [{}]): Promise<streamsPb.AppendResp.AsObject | Ended> {
    return this.appendMessages([appendOptions(stream, expected), ...events.map(proposed)]);
  }

  read(request: streamsPb.ReadReq, metadata?: Metadata): Promise<ReadOutcome> {
    return new Promise((resolve) => {
      const messages: streamsPb.ReadResp[] = [];
      const call = metadata === undefined ? this.streams.read(request) : this.streams.read(request, metadata);
      call.on('data', (message: streamsPb.ReadResp) => messages.push(message));
      call.on('end', () => resolve({ messages, ended: OK }));
      call.on('error', (error: ServiceError) => resolve({ messages, ended: ended(error) }));
    });
  }

  remove(kind: 'delete' | 'tombstone', stream: string, expected: Expected): Promise<string | Ended> {
    const Request = kind === 'delete' ? streamsPb.DeleteReq : streamsPb.TombstoneReq;
    const options = new Request.Options().setStreamIdentifier(named(stream));
    if (expected === 'any') options.setAny(empty());
    else if (expected === 'no-stream') options.setNoStream(empty());
    else if (expected === 'stream-exists') options.setStreamExists(empty());
    else options.setRevision(expected.toString());
    return new Promise((resolve) => {
      const callback = (error: ServiceError | null, response: streamsPb.DeleteResp | streamsPb.TombstoneResp): void =>
        resolve(error === null ? (response.getPosition()?.getCommitPosition() ?? '') : ended(error));
      if (kind === 'delete') this.streams.delete(new streamsPb.DeleteReq().setOptions(options as streamsPb.DeleteReq.Options), callback);
      else this.streams.tombstone(new streamsPb.TombstoneReq().setOptions(options as streamsPb.TombstoneReq.Options), callback);
    });
  }

  close(): void {
    this.streams.close();
  }
}

/** Short for tables: e.g. `event 3`, `first 7`, `caught-up`. Events by revision. */
export function describeMessage(message: streamsPb.ReadResp): string {
  const event = message.getEvent();
  if (event !== undefined) {
    const [main, link] = [event.getEvent(), event.getLink()];
    return `${main === undefined ? 'nothing' : `event ${main.getStreamRevision()}`}${link === undefined ? '' : ` by link ${link.getStreamRevision()}`}`;
  }
  if (message.hasConfirmation()) return 'confirmation';
  if (message.hasCaughtUp()) return 'caught-up';
  if (message.hasStreamNotFound()) return 'stream-not-found';
  if (message.hasFirstStreamPosition()) return `first ${message.getFirstStreamPosition()}`;
  if (message.hasLastStreamPosition()) return `last ${message.getLastStreamPosition()}`;
  if (message.hasCheckpoint()) return 'checkpoint';
  return 'something else';
}
