import type { AppendResult, ExpectedRevision, Position } from '../port.js';

/** The name under which the file's owner has to register {@link eventsWriterModule}. */
export const EVENTS_MODULE = 'events';
export const eventsWriterModule = new URL('./events-writer.js', import.meta.url);

export type EventTuple = readonly [id: string, type: string, data: string, metadata: string];

export interface AppendRequest {
  readonly kind: 'append';
  readonly stream: string;
  readonly events: readonly EventTuple[];
  readonly expected: ExpectedRevision;
}

export interface SetMetadataRequest {
  readonly kind: 'set-metadata';
  readonly stream: string;
  readonly json: string;
}

export interface DeleteStreamRequest {
  readonly kind: 'delete-stream';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly permanently: boolean;
}

export type EventsRequest = AppendRequest | SetMetadataRequest | DeleteStreamRequest;
export type EventsAnswer = AppendResult | Position | undefined;

/** `actual` of a WRONG_EXPECTED_REVISION: the stream's last revision, -1 without a stream. */
export interface Refusal {
  readonly code: 'WRONG_EXPECTED_REVISION' | 'STREAM_DELETED' | 'INVALID_ARGUMENT';
  readonly actual?: number;
}
