import { WrongExpectedRevisionError, type AppendResult, type EventStore } from '#eventstore/port.js';
import { firstHash } from '../chain/event-hash.js';
import type { Clock } from '../clock.js';
import type { DomainEvent, RecordedEvent, RecordedOf } from '../registry/event.js';
import type { EventRegistry, SealedEvent } from '../registry/event-registry.js';
import type { PayloadCodec } from '../registry/payload-codec.js';
import { eventIdOf } from '../uuid.js';
import { appendUntilKnown } from './append-until-known.js';
import { FoldCache } from './fold-cache.js';
import { KeyedQueue } from './keyed-queue.js';
import { readStreamPages } from './read-stream.js';
import { RecordingClock } from './recording-clock.js';
import { StreamContendedError } from './repository-errors.js';
import type { Decided, DecisionContext, HistoryOptions, Loaded, Moment, PastState, StreamRepository } from './stream-repository.js';

export interface DeciderRepositoryOptions<State, Event extends DomainEvent> {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  /** Default: the registry's own. */
  readonly codec?: PayloadCodec;
  /** Name of the stream of an id. */
  stream(this: void, id: string): string;
  initialState(this: void, id: string): State;
  /** Pure; never changes its argument: folded states are kept and shared. */
  evolve(this: void, state: State, event: RecordedOf<Event>): State;
  /** Folded streams kept in memory; default 1000. */
  readonly cacheSize?: number;
  /** `tolerant` hands events of unknown types to `evolve` as they are stored; default `strict`: they are errors. */
  readonly unknownTypes?: 'strict' | 'tolerant';
}

/** Lost races against other processes before a command is given back. */
const TRIES = 5;

export class DeciderRepository<State, Event extends DomainEvent> implements StreamRepository<State, Event> {
  private readonly registry: EventRegistry;
  private readonly recording: RecordingClock;
  private readonly queue = new KeyedQueue();
  private readonly cache: FoldCache<Loaded<State>>;

  constructor(private readonly options: DeciderRepositoryOptions<State, Event>) {
    this.registry = options.codec === undefined ? options.registry : options.registry.withCodec(options.codec);
    this.recording = RecordingClock.of(options.store);
    this.cache = new FoldCache(options.cacheSize ?? 1_000);
  }

  load(id: string): Promise<Loaded<State>> {
    return this.refresh(id, this.cache.get(id));
  }

  decide(id: string, context: DecisionContext, decide: (state: State, now: number) => readonly Event[]): Promise<Decided<State>> {
    // One at a time per stream, so that a process never conflicts with itself.
    return this.queue.run(id, () => this.decideAlone(id, context, decide));
  }

  async stateAt(id: string, moment: Moment): Promise<PastState<State> | undefined> {
    let past: PastState<State> = { state: this.options.initialState(id), revision: -1, hash: '' };
    const limit = 'revision' in moment ? moment.revision + 1 : Infinity;
    for await (const events of this.decodedPages(id, 0, limit)) {
      for (const event of events) {
        if ('at' in moment && !(Date.parse(event.occurredAt) <= moment.at)) continue;
        if ('knownAt' in moment && !(Date.parse(event.recordedAt) <= moment.knownAt)) continue;
        past = { state: this.evolve(past.state, event), revision: event.revision, hash: event.hash };
      }
    }
    if (past.revision < 0) return undefined;
    return 'revision' in moment && past.revision !== moment.revision ? undefined : past;
  }

  async history(id: string, { after = -1, limit, types }: HistoryOptions): Promise<readonly RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    const wanted = types === undefined ? undefined : new Set(types);
    for await (const page of readStreamPages(this.options.store, this.options.stream(id), after + 1, wanted ? Infinity : limit)) {
      const chosen = wanted === undefined ? page : page.filter((event) => wanted.has(event.type));
      found.push(...(await this.registry.decodeAll(chosen.slice(0, limit - found.length), 'tolerant')));
      if (found.length >= limit) break;
    }
    return found;
  }

  private async decideAlone(id: string, context: DecisionContext, decide: (state: State, now: number) => readonly Event[]): Promise<Decided<State>> {
    await this.recording.start();
    let fold = this.cache.get(id);
    let lost: WrongExpectedRevisionError | undefined;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const { known, events, now } = await this.decision(id, fold, decide);
      if (events.length === 0) return { ...known, events: [], repeated: false };
      await this.registry.prepare(this.options.stream(id), events);
      try {
        return await this.append(id, context, known, events, now);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
        lost = error;
        fold = await this.afterConflict(id, known, error);
      }
    }
    throw new StreamContendedError(this.options.stream(id), TRIES, { cause: lost });
  }

  /**
   * Decides on the fold in memory. If that leads to nothing to write, the exact revision cannot tell whether the fold was stale:
   * then the store is asked, and what it knows more is decided on again.
   */
  private async decision(id: string, fold: Loaded<State> | undefined, decide: (state: State, now: number) => readonly Event[]) {
    if (fold !== undefined) {
      const now = this.options.clock.now();
      try {
        const events = decide(fold.state, now);
        if (events.length > 0) return { known: fold, events, now };
      } catch {
        // A refusal that the present state has to confirm.
      }
    }
    const known = await this.refresh(id, fold);
    const now = this.options.clock.now();
    return { known, events: decide(known.state, now), now };
  }

  /** A stream that ends before our fold is not the one we folded (its store was put back to an earlier state): start over. */
  private afterConflict(id: string, known: Loaded<State>, error: WrongExpectedRevisionError): Promise<Loaded<State>> {
    if (error.actual >= known.revision) return this.refresh(id, known);
    this.cache.delete(id);
    return this.refresh(id, undefined);
  }

  /** From the stamp to the store's `append` nothing may wait: stamps and appends have the same order. */
  private async append(id: string, context: DecisionContext, known: Loaded<State>, events: readonly Event[], now: number): Promise<Decided<State>> {
    const { store, clock } = this.options;
    const stream = this.options.stream(id);
    const sealed = this.seal(stream, context, known, events, now);
    const expected = known.revision < 0 ? 'no-stream' : known.revision;
    const result = await appendUntilKnown(
      store,
      clock,
      stream,
      sealed.map(({ event }) => event),
      expected,
    );
    return result.repeated ? this.earlier(id, context, known) : this.written(id, known, sealed, result);
  }

  private seal(stream: string, context: DecisionContext, known: Loaded<State>, events: readonly Event[], now: number): readonly SealedEvent[] {
    const { commandId, correlationUid, causationId, actor, eventId = (index) => eventIdOf(commandId, index) } = context;
    const recordedAt = new Date(this.recording.stamp(this.options.clock.now())).toISOString();
    let prevHash = known.hash;
    return events.map((event, index) => {
      const occurredAt = new Date(event.occurredAt ?? context.occurredAt ?? now).toISOString();
      const place = { stream, revision: known.revision + 1 + index, prevHash };
      const sealed = this.registry.seal(event, {
        ...place,
        eventId: eventId(index),
        commandId,
        correlationUid,
        causationId,
        actor,
        occurredAt,
        recordedAt,
      });
      prevHash = sealed.hash;
      return sealed;
    });
  }

  /** Folds what was just written, in the form that any other reader gets. */
  private written(id: string, known: Loaded<State>, sealed: readonly SealedEvent[], result: AppendResult): Decided<State> {
    const events = sealed.map(({ recorded }) => ({ ...recorded, position: result.position }));
    const loaded = this.fold(known, events);
    this.remember(id, loaded);
    return { ...loaded, events, repeated: false };
  }

  /** An earlier try of this command got through: what it wrote may differ in its times from what was sent now. */
  private async earlier(id: string, context: DecisionContext, known: Loaded<State>): Promise<Decided<State>> {
    const events: RecordedEvent[] = [];
    for await (const page of this.decodedPages(id, known.revision + 1)) events.push(...page);
    const loaded = this.fold(known, events);
    this.remember(id, loaded);
    return { ...loaded, events: events.filter((event) => event.commandId === context.commandId), repeated: true };
  }

  /** Brings a fold up to date with the store. */
  private async refresh(id: string, cached: Loaded<State> | undefined): Promise<Loaded<State>> {
    let loaded = cached ?? this.nothing(id);
    for await (const events of this.decodedPages(id, loaded.revision + 1)) loaded = this.fold(loaded, events);
    this.remember(id, loaded);
    return loaded;
  }

  private async *decodedPages(id: string, from: number, limit?: number): AsyncGenerator<readonly RecordedEvent[]> {
    for await (const page of readStreamPages(this.options.store, this.options.stream(id), from, limit)) {
      yield await this.registry.decodeAll(page, this.options.unknownTypes);
    }
  }

  private fold(loaded: Loaded<State>, events: readonly RecordedEvent[]): Loaded<State> {
    let { state, revision, position, hash } = loaded;
    for (const event of events) {
      state = this.evolve(state, event);
      ({ revision, position, hash } = event);
      this.recording.observe(Date.parse(event.recordedAt));
    }
    return { state, revision, position, hash };
  }

  private evolve(state: State, event: RecordedEvent): State {
    // The registry checked the type's schema when the event was written: the stream holds the decider's own events.
    return this.options.evolve(state, event as RecordedOf<Event>);
  }

  /** Keeps the newest fold of a stream; ids without a stream would only push others out. */
  private remember(id: string, loaded: Loaded<State>): void {
    const kept = this.cache.get(id);
    if (loaded.revision >= 0 && (kept === undefined || kept.revision <= loaded.revision)) this.cache.set(id, loaded);
  }

  private nothing(id: string): Loaded<State> {
    return { state: this.options.initialState(id), revision: -1, position: 0, hash: firstHash(this.options.stream(id)) };
  }
}
