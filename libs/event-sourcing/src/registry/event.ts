/** A fact as a decider states it. */
export interface DomainEvent<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
  /** When it was true, in epoch milliseconds (meter time for facts); default: the time of the decision. */
  readonly occurredAt?: number;
}

/** What is known of an event besides its data. Instants are ISO 8601 in UTC with milliseconds, hashes 64 hex digits. */
export interface EventEnvelope {
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly commandId: string;
  readonly correlationUid: string;
  /** The event or command that caused this one, if any. */
  readonly causationId: string | null;
  readonly actor: string;
  /** When it was true. */
  readonly occurredAt: string;
  /** When it was written: never decreases within a store. */
  readonly recordedAt: string;
}

/** A fact as it stands in a stream. */
export interface RecordedEvent<T extends string = string, D = unknown> extends EventEnvelope {
  readonly type: T;
  /** In the current version of its schema, and `schemaVersion` says which; the stored bytes may be older. */
  readonly data: D;
  readonly stream: string;
  readonly revision: number;
  /** Of the store it was read from: `evolve` must not depend on it, a copy of the stream has others. */
  readonly position: number;
  readonly prevHash: string;
  readonly hash: string;
}

/** The recorded forms of a union of domain events, still told apart by `type`. */
export type RecordedOf<E extends DomainEvent> = E extends DomainEvent<infer T, infer D> ? RecordedEvent<T, D> : never;
