import type { EventRegistry } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { GuardedWrite, Stored } from '#readstore/port.js';
import { decodeIncoming, type IncomingEvent } from '../builds/incoming-events.js';
import { WorkingSet, type DocumentSource } from '../builds/working-set.js';
import type { GenerationStore } from '../generations/generation-store.js';
import type { Projection } from '../projection.js';
import { everyDocument } from './quarantine-rows.js';

const PAGE = 500;

/** The event that a fold broke off at. */
export interface Indigestible {
  readonly incoming: IncomingEvent;
  readonly error: Error;
}

/** Folds all events of one device anew, as if none of its documents were there: apart from the projector, which must not go on meanwhile. */
export class Refold {
  private readonly working = new WorkingSet();
  private readonly handles: ReadonlySet<string>;
  private next = 0;

  constructor(
    private readonly device: string,
    private readonly projection: Projection,
    private readonly store: GenerationStore,
    private readonly source: { readonly store: EventStore; readonly registry: EventRegistry },
  ) {
    this.handles = new Set(projection.handles);
  }

  /** Goes on to the end of the stream, or to what stands below `before`. Answers what it cannot apply, if there is something. */
  async advance(before = Infinity): Promise<Indigestible | undefined> {
    const { store, registry } = this.source;
    for (;;) {
      const events = await store.readStream(`device-${this.device}`, { from: this.next, limit: PAGE });
      const wanted = events.filter(({ position }) => position < before);
      const failure = await this.fold(await decodeIncoming(wanted, registry, this.handles));
      if (failure !== undefined) return failure;
      this.next = (wanted.at(-1)?.revision ?? this.next - 1) + 1;
      if (wanted.length < PAGE) return undefined;
    }
  }

  /** The documents of the device as they have to be; those that should not be there are removed. All at `position`. */
  async writes(position: number): Promise<readonly GuardedWrite[]> {
    const folded = new Map<string, GuardedWrite>();
    for (const write of this.working.takeWrites()) folded.set(`${write.collection}|${write.id}`, { ...write, position });
    const writes = [...folded.values()].filter(({ document }) => document !== null);
    for (const { name } of this.projection.collections)
      for await (const { id } of everyDocument(this.store, name, [{ field: 'deviceIdentification', equals: this.device }]))
        if (!folded.get(`${name}|${id}`)?.document) writes.push({ collection: name, id, position, document: null });
    return writes;
  }

  private async fold(events: readonly IncomingEvent[]): Promise<Indigestible | undefined> {
    for (const incoming of events) {
      if (!this.handles.has(incoming.stored.type)) continue;
      try {
        if (incoming.decoded === undefined) continue;
        if (incoming.decoded instanceof Error) throw incoming.decoded;
        await this.working.load(this.others(), this.projection.reads(incoming.decoded));
        this.working.apply(this.projection, incoming.decoded);
      } catch (error) {
        return { incoming, error: error instanceof Error ? error : new Error(String(error)) };
      }
    }
    return undefined;
  }

  /** What the store holds of other devices: the documents of this one are made anew. */
  private others(): DocumentSource {
    return {
      getMany: async (collection, ids) => {
        const found: ReadonlyMap<string, Stored> = await this.store.getMany(collection, ids);
        return new Map([...found].filter(([, { document }]) => document['deviceIdentification'] !== this.device));
      },
    };
  }
}
