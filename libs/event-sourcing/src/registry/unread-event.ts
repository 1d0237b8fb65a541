import type { StoredEvent } from '#eventstore/port.js';
import type { RecordedEvent } from './event.js';
import { parseEnvelope, type StoredEnvelope } from './stored-envelope.js';

/**
 * A recorded event whose envelope is read from its metadata field by field, when somebody asks: a read model wants two or three of eleven fields,
 * and reading all of them costs more than parsing the data. Only for metadata that end as {@link endOf} says.
 *
 * A field that is not found at once, is empty or holds an escape is left to the parser: what is no envelope makes it throw MalformedEventError.
 * What nobody asks for is not looked at: whether all of it is as it was written, `meterlog verify` says.
 */
export class UnreadEvent implements RecordedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  private uid: string | undefined;
  private parsed: StoredEnvelope | undefined;

  constructor(
    private readonly stored: StoredEvent,
    /** Best the string of the code itself: comparing with it, which every fold does, is quicker then. */
    readonly type: string,
    readonly schemaVersion: number,
    readonly data: unknown,
  ) {
    this.stream = stored.stream;
    this.revision = stored.revision;
    this.position = stored.position;
  }

  get eventId(): string {
    return this.text(',"eventId":"') ?? this.envelope().eventId;
  }

  get commandId(): string {
    return this.text(',"commandId":"') ?? this.envelope().commandId;
  }

  /** The same string each time: it is what maps of documents are asked for. */
  get correlationUid(): string {
    return (this.uid ??= this.text(',"correlationUid":"') ?? this.envelope().correlationUid);
  }

  get causationId(): string | null {
    return this.text(',"causationId":"') ?? this.envelope().causationId;
  }

  get actor(): string {
    return this.text('{"actor":"') ?? this.envelope().actor;
  }

  get occurredAt(): string {
    return this.text(',"occurredAt":"') ?? this.envelope().occurredAt;
  }

  get recordedAt(): string {
    return this.text(',"recordedAt":"') ?? this.envelope().recordedAt;
  }

  get prevHash(): string {
    return this.envelope().prevHash;
  }

  get hash(): string {
    return this.envelope().hash;
  }

  /** The quotes of `before` stand in no string of JSON: there each has a backslash before it. */
  private text(before: string): string | undefined {
    const { metadata } = this.stored;
    const at = metadata.indexOf(before);
    if (at < 0) return undefined;
    const from = at + before.length;
    const text = metadata.slice(from, metadata.indexOf('"', from));
    return text === '' || text.includes('\\') ? undefined : text;
  }

  private envelope(): StoredEnvelope {
    return (this.parsed ??= parseEnvelope(this.stored));
  }
}

/** How the metadata of events of this type and version end in canonical JSON. */
export function endOf(type: string, schemaVersion: number): string {
  return `","schemaVersion":${schemaVersion},"type":${JSON.stringify(type)}}`;
}
