import type { DomainEvent, RecordedEvent, RecordedOf } from '../registry/event.js';

/** A folded stream. */
export interface Loaded<State> {
  readonly state: State;
  /** Of the last event; -1 when there is no stream. */
  readonly revision: number;
  /** Of the last event in its store; 0 when there is no stream. */
  readonly position: number;
  /** Of the last event; for a stream without events what its first event will continue. */
  readonly hash: string;
}

/** Who wants something, and under which identity. */
export interface DecisionContext {
  /** Identity of the command: event ids derive from it, so the same command never writes twice at one revision. */
  readonly commandId: string;
  readonly correlationUid: string;
  /** The event or command that caused this one, if any. */
  readonly causationId: string | null;
  /** Principal `organisation/application/user`, or `meterlog/<role>` for the platform's own acts. */
  readonly actor: string;
  /** For events that do not say when they were true: epoch ms; default: the time of the decision. */
  readonly occurredAt?: number;
  /** Ids of the events by index; default: UUIDv5(command id, index). For copies whose ids derive from their source. */
  readonly eventId?: (index: number) => string;
}

export interface Decided<State> extends Loaded<State> {
  /** What this command wrote. Those of one append all carry the position of its last event. Empty when nothing had to happen. */
  readonly events: readonly RecordedEvent[];
  /** The store had these events already, from an earlier try of the same command. */
  readonly repeated: boolean;
}

/** Which past to look at: by revision, by when things were true, or by when we knew of them (both epoch ms, inclusive). */
export type Moment = { readonly revision: number } | { readonly at: number } | { readonly knownAt: number };

/** The state at a moment, and the last event that went into it. */
export interface PastState<State> {
  readonly state: State;
  readonly revision: number;
  readonly hash: string;
}

export interface HistoryOptions {
  /** Events after this revision; default: from the first one. */
  readonly after?: number;
  readonly limit: number;
  readonly types?: readonly string[];
}

/** Pure rules of one kind of stream. */
export interface Decider<State, Command, Event extends DomainEvent> {
  /** @param now epoch ms. No events: nothing has to happen. Throws to refuse. */
  decide(this: void, command: Command, state: State, now: number): readonly Event[];
  evolve(this: void, state: State, event: RecordedOf<Event>): State;
  initialState(this: void, id: string): State;
}

/** Streams of one kind, by the id of what they are about. */
export interface StreamRepository<State, Event extends DomainEvent> {
  /** The present state, up to date with the store. */
  load(id: string): Promise<Loaded<State>>;
  /**
   * Loads, decides, and appends at the exact revision; on a conflict decides anew. `decide` is called at least once, must be pure,
   * and its last call counts. If it throws, nothing happened and the error passes through.
   * @throws StreamContendedError, AppendOutcomeUnknownError, errors of the registry and of the store
   */
  decide(id: string, context: DecisionContext, decide: (state: State, now: number) => readonly Event[]): Promise<Decided<State>>;
  /** Undefined when there was nothing yet, or the revision does not exist. */
  stateAt(id: string, moment: Moment): Promise<PastState<State> | undefined>;
  /** Events in order; those of unknown types come with their data as stored. */
  history(id: string, options: HistoryOptions): Promise<readonly RecordedEvent[]>;
}
