import type { RecordedDeviceEvent } from '#domain';
import type { Document, GuardedWrite, Stored } from '#readstore/port.js';
import type { Collection, DocumentKey, Documents, Projection } from '../projection.js';

export interface DocumentSource {
  getMany(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored>>;
}

interface Entry {
  /** Of the last event in it; -1 when nothing was stored or it was not loaded. */
  position: number;
  document: Document | null;
  loaded: boolean;
  changed: boolean;
  /** Batch that touched it last. */
  batch: number;
}

interface Found {
  readonly collection: string;
  readonly id: string;
  readonly entry: Entry;
}

/**
 * The documents that batches touch, folded in memory: read once, written once. Those of the last batch stay known for the next one,
 * so the working set is as large as a few batches, however long the history is.
 */
export class WorkingSet {
  private readonly entries = new Map<string, Map<string, Entry>>();
  /** What was looked for last: an event asks for its document several times, and often so does the next one. */
  private lastFound: Found | undefined;
  private batch = 0;
  private changes = 0;

  /** Documents that {@link takeWrites} would answer. */
  get changed(): number {
    return this.changes;
  }

  /** Reads documents; those that are known already stay as they are. */
  async load(source: DocumentSource, keys: readonly DocumentKey[]): Promise<void> {
    const missing = new Map<string, Set<string>>();
    for (const { collection, id } of keys) {
      const entry = this.entryOf(collection, id);
      if (entry?.loaded) {
        entry.batch = this.batch;
        continue;
      }
      const ids = missing.get(collection);
      if (ids === undefined) missing.set(collection, new Set([id]));
      else ids.add(id);
    }
    await Promise.all([...missing].map(async ([collection, ids]) => this.loadFrom(source, collection, [...ids])));
  }

  private async loadFrom(source: DocumentSource, collection: string, ids: readonly string[]): Promise<void> {
    const stored = await source.getMany(collection, ids);
    for (const id of ids) {
      const found = stored.get(id);
      const entry = this.entries.get(collection)?.get(id);
      // What was put without having been read counts unless the store holds something later.
      if (entry !== undefined && entry.position > (found?.position ?? -1)) {
        entry.loaded = true;
        entry.batch = this.batch;
        continue;
      }
      if (entry?.changed) this.changes -= 1;
      this.set(collection, id, {
        position: found?.position ?? -1,
        document: found?.document ?? null,
        loaded: true,
        changed: false,
        batch: this.batch,
      });
    }
  }

  /** Applies one event as a whole: when the projection throws, nothing has changed. */
  apply(projection: Projection, event: RecordedDeviceEvent): void {
    const draft = new Draft(this);
    projection.apply(event, draft);
    draft.commit(event.position);
  }

  /** Replaces a document unless it holds this event or a later one already. */
  change(collection: string, id: string, position: number, document: Document | null): void {
    const entry = this.entryOf(collection, id);
    if (entry === undefined) {
      this.set(collection, id, { position, document, loaded: false, changed: true, batch: this.batch });
      this.changes += 1;
      return;
    }
    if (entry.position >= position) return;
    if (!entry.changed) this.changes += 1;
    entry.position = position;
    entry.document = document;
    entry.changed = true;
    entry.batch = this.batch;
  }

  find(collection: string, id: string): Readonly<Entry> | undefined {
    return this.entryOf(collection, id);
  }

  /** Documents of a collection as they stand now. */
  *documents(collection: string): Iterable<readonly [string, Document]> {
    for (const [id, { document }] of this.entries.get(collection) ?? []) if (document !== null) yield [id, document];
  }

  /** What has changed since the last call; it must be written before {@link forgetBefore} is called with the batch that begins now. */
  takeWrites(): GuardedWrite[] {
    const writes: GuardedWrite[] = [];
    for (const [collection, entries] of this.entries)
      for (const [id, entry] of entries) {
        if (!entry.changed) continue;
        writes.push({ collection, id, position: entry.position, document: entry.document });
        entry.changed = false;
      }
    this.changes = 0;
    this.batch += 1;
    return writes;
  }

  /** Number of the batch that is being folded. */
  get current(): number {
    return this.batch;
  }

  /** Forgets documents that only batches before this one touched: they must have been written. */
  forgetBefore(batch: number): void {
    this.lastFound = undefined;
    for (const entries of this.entries.values()) for (const [id, entry] of entries) if (entry.batch < batch && !entry.changed) entries.delete(id);
  }

  private entryOf(collection: string, id: string): Entry | undefined {
    const last = this.lastFound;
    if (last !== undefined && last.id === id && last.collection === collection) return last.entry;
    const entry = this.entries.get(collection)?.get(id);
    if (entry !== undefined) this.lastFound = { collection, id, entry };
    return entry;
  }

  private set(collection: string, id: string, entry: Entry): void {
    this.lastFound = { collection, id, entry };
    const entries = this.entries.get(collection);
    if (entries === undefined) this.entries.set(collection, new Map([[id, entry]]));
    else entries.set(id, entry);
  }
}

interface Change {
  readonly collection: string;
  readonly id: string;
  document: Document | null;
}

class Draft implements Documents {
  private readonly changed: Change[] = [];

  constructor(private readonly base: WorkingSet) {}

  get<D extends Document>(collection: Collection<D>, id: string): D | undefined {
    const drafted = this.drafted(collection.name, id);
    if (drafted !== undefined) return (drafted.document ?? undefined) as D | undefined;
    const entry = this.base.find(collection.name, id);
    if (!entry?.loaded) throw new Error(`projection reads ${collection.name} without having declared it`);
    return (entry.document ?? undefined) as D | undefined;
  }

  put<D extends Document>(collection: Collection<D>, id: string, document: D): void {
    this.changed.push({ collection: collection.name, id, document });
  }

  remove(collection: Collection, id: string): void {
    this.changed.push({ collection: collection.name, id, document: null });
  }

  /** Of several changes of one document the last one counts. */
  commit(position: number): void {
    if (this.changed.length === 1) {
      const [only] = this.changed;
      if (only !== undefined) this.base.change(only.collection, only.id, position, only.document);
      return;
    }
    const last = new Map<string, Map<string, Document | null>>();
    for (const { collection, id, document } of this.changed) {
      const ids = last.get(collection);
      if (ids === undefined) last.set(collection, new Map([[id, document]]));
      else ids.set(id, document);
    }
    for (const [collection, ids] of last) for (const [id, document] of ids) this.base.change(collection, id, position, document);
  }

  private drafted(collection: string, id: string): Change | undefined {
    if (this.changed.length === 0) return undefined;
    return this.changed.findLast((change) => change.collection === collection && change.id === id);
  }
}
