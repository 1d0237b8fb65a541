import type { NewEvent, StoredEvent } from '#eventstore/port.js';
import { canonicalForm } from '../canonical-json.js';
import { linkEvent } from '../chain/event-hash.js';
import type { DomainEvent, EventEnvelope, RecordedEvent } from './event.js';
import type { EventType } from './event-type.js';
import { EventValidator } from './event-validator.js';
import { identityCodec, subjectOf, type PayloadCodec } from './payload-codec.js';
import { NewerEventVersionError, UnknownEventTypeError } from './registry-errors.js';
import { parseData, parseEnvelope, type StoredEnvelope } from './stored-envelope.js';
import { endOf, UnreadEvent } from './unread-event.js';

/** Where an event goes and what surrounds it; the registry adds its type and schema version. */
export interface EncodingEnvelope extends Omit<EventEnvelope, 'type' | 'schemaVersion'> {
  readonly stream: string;
  readonly revision: number;
  readonly prevHash: string;
}

/** An encoded event, the hash that the next one of its stream continues, and what any reader will get, but for its position. */
export interface SealedEvent {
  readonly event: NewEvent;
  readonly hash: string;
  readonly recorded: Omit<RecordedEvent, 'position'>;
}

interface Entry {
  readonly type: EventType;
  readonly validator: EventValidator;
  /** How metadata of its current version end. */
  readonly end: string;
}

/** All event types that a process knows: the only way from events to stored bytes and back. */
export class EventRegistry {
  private readonly entries: ReadonlyMap<string, Entry>;

  /** @throws TypeError when two types have the same name */
  constructor(
    readonly types: readonly EventType[],
    private readonly codec: PayloadCodec = identityCodec,
  ) {
    const entries = new Map<string, Entry>();
    for (const type of types) {
      if (entries.has(type.type)) throw new TypeError(`event type ${type.type} is registered twice`);
      entries.set(type.type, { type, validator: new EventValidator(type), end: endOf(type.type, type.version) });
    }
    this.entries = entries;
  }

  /** The same types behind another codec. */
  withCodec(codec: PayloadCodec): EventRegistry {
    return new EventRegistry(this.types, codec);
  }

  get(type: string): EventType | undefined {
    return this.entries.get(type)?.type;
  }

  /** @throws UnknownEventTypeError, EventSchemaError */
  validate(event: DomainEvent): void {
    this.entry(event.type).validator.check(event.data);
  }

  /** Awaits what the codec needs to encode these events for this stream; {@link decodeAll} does the same for reading. */
  async prepare(stream: string, events: readonly { readonly data: unknown }[]): Promise<void> {
    await this.codec.prepare?.([...new Set(events.map((event) => subjectOf(stream, event.data)))]);
  }

  /**
   * Validates an event and turns it into what is stored.
   * @throws UnknownEventTypeError, EventSchemaError, or CanonicalJsonError for data that JSON cannot say
   */
  encode(event: DomainEvent, envelope: EncodingEnvelope): NewEvent {
    return this.seal(event, envelope).event;
  }

  /** Like {@link encode}, for whoever appends several events at once. */
  seal(event: DomainEvent, envelope: EncodingEnvelope): SealedEvent {
    const { type, validator } = this.entry(event.type);
    validator.check(event.data);
    const { stream, revision, prevHash, eventId, commandId, correlationUid, causationId, actor, occurredAt, recordedAt } = envelope;
    const subject = subjectOf(stream, event.data);
    const stored = canonicalForm(this.codec.encode(type, event.data, subject));
    // Field by field: whatever else an envelope object carries must not get into the hash.
    const origin = { commandId, correlationUid, causationId, actor, occurredAt, recordedAt };
    const facts: EventEnvelope = { eventId, type: type.type, schemaVersion: type.version, ...origin };
    // Stored texts are canonical too, so that verification sees a change of any single byte.
    const { hash, metadata } = linkEvent(prevHash, { ...facts, stream, revision }, stored.text);
    const recorded = { ...facts, data: this.codec.decode(type, stored.value, subject), stream, revision, prevHash, hash };
    return { event: { id: eventId, type: type.type, data: stored.text, metadata }, hash, recorded };
  }

  /**
   * Turns a stored event into its current form.
   * @throws UnknownEventTypeError, NewerEventVersionError, MalformedEventError
   */
  decode(stored: StoredEvent): RecordedEvent {
    const { type } = this.entry(stored.type);
    const envelope = parseEnvelope(stored);
    if (envelope.schemaVersion > type.version) throw new NewerEventVersionError(type.type, envelope.schemaVersion, type.version);
    const raw = parseData(stored);
    let data = this.codec.decode(type, raw, subjectOf(stored.stream, raw));
    for (let version = envelope.schemaVersion; version < type.version; version++) data = type.upcasters?.[version]?.(data);
    return recorded(stored, envelope, type.version, data);
  }

  /** Like {@link decode}, but an event of an unknown type or a newer version comes with its data as stored. @throws MalformedEventError */
  decodeTolerant(stored: StoredEvent): RecordedEvent {
    try {
      return this.decode(stored);
    } catch (error) {
      if (!(error instanceof UnknownEventTypeError || error instanceof NewerEventVersionError)) throw error;
      const envelope = parseEnvelope(stored);
      return recorded(stored, envelope, envelope.schemaVersion, parseData(stored));
    }
  }

  /** Decodes a page of stored events in order, after the codec was prepared for their subjects. */
  async decodeAll(stored: readonly StoredEvent[], how: 'strict' | 'tolerant' = 'strict'): Promise<readonly RecordedEvent[]> {
    await this.prepareReading(stored);
    return stored.map((event) => (how === 'strict' ? this.decode(event) : this.decodeTolerant(event)));
  }

  /**
   * Like {@link decodeAll}, for whoever reads millions of events and few fields of each: the envelope is looked at when it is asked for, which is
   * when a damaged one throws MalformedEventError. Copies of such an event lack its envelope.
   */
  async decodeUnread(stored: readonly StoredEvent[]): Promise<readonly RecordedEvent[]> {
    await this.prepareReading(stored);
    return stored.map((event) => this.unread(event));
  }

  private unread(stored: StoredEvent): RecordedEvent {
    const { type, end } = this.entry(stored.type);
    if (!stored.metadata.endsWith(end)) return this.decode(stored);
    const raw = parseData(stored);
    return new UnreadEvent(stored, type.type, type.version, this.codec.decode(type, raw, subjectOf(stored.stream, raw)));
  }

  private async prepareReading(stored: readonly StoredEvent[]): Promise<void> {
    if (this.codec.prepare) await this.codec.prepare([...new Set(stored.map((event) => subjectOf(event.stream, parseData(event))))]);
  }

  private entry(type: string): Entry {
    const entry = this.entries.get(type);
    if (entry === undefined) throw new UnknownEventTypeError(type);
    return entry;
  }
}

/** Field by field, because rebuilding a read model makes millions of these: copying whole objects costs several times as much. */
function recorded({ stream, revision, position }: StoredEvent, envelope: StoredEnvelope, schemaVersion: number, data: unknown): RecordedEvent {
  return {
    eventId: envelope.eventId,
    type: envelope.type,
    schemaVersion,
    commandId: envelope.commandId,
    correlationUid: envelope.correlationUid,
    causationId: envelope.causationId,
    actor: envelope.actor,
    occurredAt: envelope.occurredAt,
    recordedAt: envelope.recordedAt,
    data,
    stream,
    revision,
    position,
    prevHash: envelope.prevHash,
    hash: envelope.hash,
  };
}
