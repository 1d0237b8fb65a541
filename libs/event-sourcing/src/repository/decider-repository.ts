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
import { foldFrom, isSound } from './snapshot.js';
import { SNAPSHOT_EVERY, SnapshotWriter, type SnapshotOptions } from './snapshot-writer.js';
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
  /** Folded streams kept in memory, by their weight together; default 1000. */
  readonly cacheSize?: number;
  /** What keeping a state takes; default: 1 each. */
  weigh?(this: void, state: State): number;
  /** Saves reading long streams from the start after a restart; default: none. */
  readonly snapshots?: SnapshotOptions;
  /** `tolerant` hands events of unknown types to `evolve` as they are stored; default `strict`: they are errors. */
  readonly unknownTypes?: 'strict' | 'tolerant';
}

/** A fold in memory, and how far the last snapshot of it reaches; -1: there is none. */
interface Kept<State> {
  readonly loaded: Loaded<State>;
  readonly snapshot: number;
}

/** Lost races against other processes before a command is given back. */
const TRIES = 5;

export class DeciderRepository<State, Event extends DomainEvent> implements StreamRepository<State, Event> {
  private readonly registry: EventRegistry;
  private readonly recording: RecordingClock;
  private readonly queue = new KeyedQueue();
  private readonly cache: FoldCache<Kept<State>>;
  private readonly snapshots: SnapshotWriter | undefined;

  constructor(private readonly options: DeciderRepositoryOptions<State, Event>) {
    this.registry = options.codec === undefined ? options.registry : options.registry.withCodec(options.codec);
    this.recording = RecordingClock.of(options.store);
    const { snapshots, weigh } = options;
    this.cache = new FoldCache(options.cacheSize ?? 1_000, weigh && (({ loaded }) => weigh(loaded.state)));
    this.snapshots = snapshots === undefined ? undefined : new SnapshotWriter(snapshots);
  }

  load(id: string): Promise<Loaded<State>> {
    return this.refresh(id, this.cache.get(id)?.loaded);
  }

  /** Resolves when the snapshots under way are written. The repository may still be used. */
  async settle(): Promise<void> {
    await this.snapshots?.drain();
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
    let fold = this.cache.get(id)?.loaded;
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

  /** Brings a fold up to date with the store. A stream that does not continue it is not the one that was folded: it is folded anew. */
  private async refresh(id: string, cached: Loaded<State> | undefined): Promise<Loaded<State>> {
    if (cached === undefined) return this.open(id);
    let loaded = cached;
    for await (const events of this.decodedPages(id, cached.revision + 1)) {
      if (loaded === cached && events[0] !== undefined && events[0].prevHash !== cached.hash) {
        this.cache.delete(id);
        return this.open(id);
      }
      loaded = this.fold(loaded, events);
    }
    this.remember(id, loaded);
    return loaded;
  }

  /** From the start or, when that is far away, from the snapshot, if there is one that the record bears out. */
  private async open(id: string): Promise<Loaded<State>> {
    const { store, snapshots } = this.options;
    let loaded = this.nothing(id);
    if (snapshots !== undefined) {
      const limit = snapshots.every ?? SNAPSHOT_EVERY;
      const first = await store.readStream(this.options.stream(id), { from: 0, limit });
      const kept = first.length < limit ? undefined : await this.fromSnapshot(id, snapshots);
      if (kept !== undefined) {
        this.remember(id, kept.loaded, kept.snapshot);
        return kept.loaded;
      }
      loaded = this.fold(loaded, await this.registry.decodeAll(first, this.options.unknownTypes));
      if (first.length < limit) {
        this.remember(id, loaded);
        return loaded;
      }
    }
    loaded = await this.readOn(id, loaded);
    this.remember(id, loaded);
    return loaded;
  }

  private async readOn(id: string, known: Loaded<State>): Promise<Loaded<State>> {
    let loaded = known;
    for await (const events of this.decodedPages(id, known.revision + 1)) loaded = this.fold(loaded, events);
    return loaded;
  }

  /** One read from the snapshot's own event on shows whether it fits, and brings what came after it. */
  private async fromSnapshot(id: string, { store: snapshots, version }: SnapshotOptions): Promise<Kept<State> | undefined> {
    const { store } = this.options;
    const stream = this.options.stream(id);
    const snapshot = await snapshots.get(stream).catch(() => undefined);
    if (snapshot === undefined || !isSound(stream, version, snapshot)) return undefined;
    let loaded: Loaded<State> | undefined;
    for await (const page of readStreamPages(store, stream, snapshot.revision)) {
      const from: Loaded<State> | undefined = loaded ?? foldFrom<State>(snapshot, page[0]);
      if (from === undefined) return undefined;
      const rest = page.filter(({ revision }) => revision > from.revision);
      loaded = this.fold(from, await this.registry.decodeAll(rest, this.options.unknownTypes));
    }
    return loaded === undefined ? undefined : { loaded, snapshot: snapshot.revision };
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
  private remember(id: string, loaded: Loaded<State>, snapshot?: number): void {
    const kept = this.cache.get(id);
    if (loaded.revision < 0 || (kept !== undefined && kept.loaded.revision > loaded.revision)) return;
    const reaches = snapshot ?? kept?.snapshot ?? -1;
    const isDue = loaded.revision - reaches >= (this.options.snapshots?.every ?? SNAPSHOT_EVERY);
    const isTaken = isDue && this.snapshots?.add(this.options.stream(id), loaded) === true;
    this.cache.set(id, { loaded, snapshot: isTaken ? loaded.revision : reaches });
  }

  private nothing(id: string): Loaded<State> {
    return { state: this.options.initialState(id), revision: -1, position: 0, hash: firstHash(this.options.stream(id)) };
  }
}
