import type { RecordedDeviceEvent } from '#domain';
import type { EventRegistry } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import { dueProjection, type Documents } from '#projections';
import type { Document, GuardedWrite, ReadStore } from '#readstore/port.js';
import type { Clock } from '#event-sourcing';

const DUE = dueProjection.name;
const PAUSE_AFTER_ERROR = 500;

/** Keeps the due index, as the platform's own projections do, without generations and quarantine: batch by batch, each with its checkpoint. */
export class DueFollower {
  #position = 0;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly registry: EventRegistry,
    private readonly clock: Clock,
  ) {}

  positionOf(projection: string): number {
    return projection === DUE ? this.#position : 0;
  }

  onAdvance(_projection: string, listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the index is as far as the store was at some moment of the call. */
  async start(signal: AbortSignal): Promise<void> {
    await this.readStore.define(dueProjection.collections);
    const head = await this.store.head();
    const reached = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#position < head) return;
        stop();
        resolve();
      };
      const stop = this.onAdvance(DUE, look);
    });
    void this.#follow(signal);
    await reached;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const after = await this.readStore.checkpoint(DUE);
        this.#advance(after);
        for await (const message of this.store.subscribe({ after, signal, batch: 50 })) {
          if (message.kind === 'events') await this.#apply(message.events);
          else this.#advance(message.position);
        }
      } catch {
        await this.clock.wait(PAUSE_AFTER_ERROR, signal);
      }
    }
  }

  async #apply(events: readonly StoredEvent[]): Promise<void> {
    const changed = new Map<string, GuardedWrite>();
    for (const stored of events) {
      const event = this.registry.decodeTolerant(stored) as RecordedDeviceEvent;
      if (!dueProjection.handles.includes(event.type)) continue;
      const known = new Map<string, Document | undefined>();
      for (const { collection, id } of dueProjection.reads(event)) {
        const pending = changed.get(id);
        const document = pending === undefined ? (await this.readStore.get(collection, id))?.document : (pending.document ?? undefined);
        known.set(id, document);
      }
      const put = (collection: string, id: string, document: Document | null): void => {
        changed.set(id, { collection, id, position: stored.position, document });
      };
      const documents: Documents = {
        get: <D extends Document>(_of: { readonly name: string }, id: string) => known.get(id) as D | undefined,
        put: (of, id, document) => put(of.name, id, document),
        remove: (of, id) => put(of.name, id, null),
      };
      dueProjection.apply(event, documents);
    }
    const position = events.at(-1)?.position ?? this.#position;
    await this.readStore.write({ writes: [...changed.values()], checkpoint: { projection: DUE, position } });
    this.#advance(position);
  }

  #advance(position: number): void {
    this.#position = Math.max(this.#position, position);
    for (const listener of this.#listeners) listener();
  }
}
