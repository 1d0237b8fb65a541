import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { emptyPb, sharedPb, streamsPb } from '../wire/generated.js';
import { Changes } from './changes.js';
import { batchMessage, ended, type Ended, type EventParts, type Expected, named, type RawClient } from './raw-client.js';

export interface Chunk {
  readonly correlation?: sharedPb.UUID | undefined;
  readonly stream?: string | undefined;
  readonly expected?: Expected | undefined;
  readonly deadline?: Date;
  readonly events?: readonly EventParts[];
  readonly isFinal?: boolean;
}

function optionsOf({ stream, expected, deadline }: Chunk): streamsPb.BatchAppendReq.Options {
  const options = new streamsPb.BatchAppendReq.Options();
  if (stream !== undefined) options.setStreamIdentifier(named(stream));
  const empty = new emptyPb.Empty();
  if (expected === 'any') options.setAny(empty);
  if (expected === 'no-stream') options.setNoStream(empty);
  if (expected === 'stream-exists') options.setStreamExists(empty);
  if (typeof expected === 'bigint') options.setStreamPosition(expected.toString());
  if (deadline !== undefined) options.setDeadline(timestampPb.Timestamp.fromDate(deadline));
  return options;
}

/** A chunk with `stream` or `expected` carries options. */
export function chunkRequest(chunk: Chunk): streamsPb.BatchAppendReq {
  const request = new streamsPb.BatchAppendReq().setIsFinal(chunk.isFinal ?? true);
  if (chunk.correlation !== undefined) request.setCorrelationId(chunk.correlation);
  if ('stream' in chunk || 'expected' in chunk) request.setOptions(optionsOf(chunk));
  request.setProposedMessagesList((chunk.events ?? [{}]).map(batchMessage));
  return request;
}

const detailClasses = {
  'event_store.client.WrongExpectedVersion': sharedPb.WrongExpectedVersion,
  'event_store.client.StreamDeleted': sharedPb.StreamDeleted,
  'event_store.client.MaximumAppendSizeExceeded': sharedPb.MaximumAppendSizeExceeded,
  'event_store.client.BadRequest': sharedPb.BadRequest,
  'event_store.client.Timeout': sharedPb.Timeout,
  'event_store.client.AccessDenied': sharedPb.AccessDenied,
} as const;

/** The error of an in-band answer: its code, message, type url, and the set fields of its details. */
export function batchError(response: streamsPb.BatchAppendResp): { code: number; message: string; type: string; details: object } | undefined {
  const error = response.getError();
  const any = error?.getDetails();
  if (error === undefined || any === undefined) return undefined;
  const type = any.getTypeName() as keyof typeof detailClasses;
  const details = detailClasses[type].deserializeBinary(any.getValue_asU8()).toObject();
  const set = Object.entries(details).filter(([, value]) => value !== undefined && value !== '0');
  return { code: error.getCode(), message: error.getMessage(), type: any.getTypeUrl(), details: Object.fromEntries(set) };
}

/** One BatchAppend call whose answers can be waited for. */
export class BatchCall {
  readonly responses: streamsPb.BatchAppendResp[] = [];
  private end: Ended | undefined;
  private readonly call: ClientDuplexStream<streamsPb.BatchAppendReq, streamsPb.BatchAppendResp>;
  private readonly changes = new Changes();

  constructor(client: RawClient, metadata = new Metadata()) {
    this.call = client.streams.batchAppend(metadata);
    this.call.on('data', (response: streamsPb.BatchAppendResp) => {
      this.responses.push(response);
      this.changes.tell();
    });
    this.call.on('error', (error: ServiceError) => {
      this.end = ended(error);
      this.changes.tell();
    });
    this.call.on('end', () => this.changes.tell());
  }

  send(...chunks: Chunk[]): void {
    for (const chunk of chunks) this.call.write(chunkRequest(chunk));
  }

  /** Sends the chunks and resolves to the next answer. */
  async ask(...chunks: Chunk[]): Promise<streamsPb.BatchAppendResp> {
    const count = this.responses.length + 1;
    this.send(...chunks);
    await this.received(count);
    return this.responses[count - 1] ?? new streamsPb.BatchAppendResp();
  }

  received(count: number): Promise<void> {
    return this.changes.until(() => this.responses.length >= count);
  }

  async ended(): Promise<Ended> {
    await this.changes.until(() => this.end !== undefined);
    return this.end as Ended;
  }

  halfClose(): void {
    this.call.end();
  }

  get isOver(): boolean {
    return this.end !== undefined;
  }

  cancel(): void {
    this.call.cancel();
  }
}
