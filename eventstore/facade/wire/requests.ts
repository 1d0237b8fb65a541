import type { Expectation } from '../log/commit-decision.js';
import type { ProposedEvent } from '../log/recorded-event.js';
import { METASTREAM_PREFIX } from '../log/stream-names.js';
import type { sharedPb } from './generated.js';
import { handlerException, missingProperty } from './rpc-error.js';
import { readUuid, type UuidMessage } from './uuids.js';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes that are no UTF-8 become replacement characters; undefined without an identifier. */
export const streamName = (identifier: sharedPb.StreamIdentifier | undefined): string | undefined =>
  identifier === undefined ? undefined : utf8.decode(identifier.getStreamName_asU8());

/** @throws RpcError when the name is missing or empty, or is `$$`, which takes a server down */
export function requireStreamName(identifier: sharedPb.StreamIdentifier | undefined, forWriting = false): string {
  const name = streamName(identifier);
  if (name === undefined || name === '' || (forWriting && name === METASTREAM_PREFIX)) throw handlerException();
  return name;
}

interface ProposedMessage {
  getId(): UuidMessage | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

/** @throws RpcError when a required property is missing, or the id or type is none */
export function proposedEvent(message: ProposedMessage): ProposedEvent {
  const map = message.getMetadataMap();
  const type = map.get('type');
  const contentType = map.get('content-type');
  if (type === undefined) throw missingProperty('type');
  if (contentType === undefined) throw missingProperty('content-type');
  const id = readUuid(message.getId());
  if (id === undefined || type === '') throw handlerException();
  return { id, type, isJson: contentType === 'application/json', data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8() };
}

interface ExpectedVersion {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

/** `revision` is the unsigned 64-bit number of the request, undefined when it has none. Undefined when nothing is expected. */
export function expectation(options: ExpectedVersion, revision: string | undefined): Expectation | undefined {
  if (options.hasAny()) return { kind: 'any' };
  if (options.hasNoStream()) return { kind: 'no-stream' };
  if (options.hasStreamExists()) return { kind: 'stream-exists' };
  return revision === undefined ? undefined : { kind: 'revision', revision: BigInt(revision) };
}

/** As far as numbers go: nothing in a store is larger. */
export const clamp = (unsigned: string): number => Number(BigInt(unsigned) > MAX_SAFE ? MAX_SAFE : BigInt(unsigned));
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER) / 2n;
