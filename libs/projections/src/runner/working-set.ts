import type { RecordedDeviceEvent } from '#domain';
import type { Document, GuardedWrite, ReadStore } from '#readstore/port.js';
import type { Collection, DocumentKey, Documents, Projection } from '../projection.js';

type Reads = Pick<ReadStore, 'getMany'>;

interface Entry {
  /** Of the last event in it; -1 when nothing was stored or it was not loaded. */
  position: number;
  document: Document | null;
  loaded: boolean;
  changed: boolean;
}

/** The documents that a batch touches, folded in memory: read once, written once. */
export class WorkingSet {
  private readonly entries = new Map<string, Map<string, Entry>>();

  /** Reads documents; those that are known already stay as they are. */
  async load(readStore: Reads, keys: readonly DocumentKey[]): Promise<void> {
    const missing = new Map<string, Set<string>>();
    for (const { collection, id } of keys) {
      if (this.find(collection, id)?.loaded) continue;
      const ids = missing.get(collection) ?? new Set<string>();
      missing.set(collection, ids.add(id));
    }
    await Promise.all([...missing].map(([collection, ids]) => this.loadFrom(readStore, collection, [...ids])));
  }

  private async loadFrom(readStore: Reads, collection: string, ids: readonly string[]): Promise<void> {
    const stored = await readStore.getMany(collection, ids);
    for (const id of ids) {
      const found = stored.get(id);
      this.set(collection, id, { position: found?.position ?? -1, document: found?.document ?? null, loaded: true, changed: false });
    }
  }

  /** Applies one event as a whole: when the projection throws, nothing has changed. */
  apply(projection: Projection, event: RecordedDeviceEvent): void {
    const draft = new Draft(this);
    projection.apply(event, draft);
    for (const [collection, id, document] of draft.changes()) this.change(collection, id, event.position, document);
  }

  /** Replaces a document unless it holds this event or a later one already. */
  change(collection: string, id: string, position: number, document: Document | null): void {
    const entry = this.find(collection, id);
    if (entry !== undefined && entry.position >= position) return;
    this.set(collection, id, { position, document, loaded: entry?.loaded ?? false, changed: true });
  }

  find(collection: string, id: string): Readonly<Entry> | undefined {
    return this.entries.get(collection)?.get(id);
  }

  /** Documents of a collection as they stand now. */
  *documents(collection: string): Iterable<readonly [string, Document]> {
    for (const [id, { document }] of this.entries.get(collection) ?? []) if (document !== null) yield [id, document];
  }

  writes(): GuardedWrite[] {
    const writes: GuardedWrite[] = [];
    for (const [collection, entries] of this.entries)
      for (const [id, { position, document, changed }] of entries) if (changed) writes.push({ collection, id, position, document });
    return writes;
  }

  private set(collection: string, id: string, entry: Entry): void {
    const entries = this.entries.get(collection);
    if (entries === undefined) this.entries.set(collection, new Map([[id, entry]]));
    else entries.set(id, entry);
  }
}

class Draft implements Documents {
  private readonly changed = new Map<string, Map<string, Document | null>>();

  constructor(private readonly base: WorkingSet) {}

  get<D extends Document>(collection: Collection<D>, id: string): D | undefined {
    const drafted = this.changed.get(collection.name)?.get(id);
    const entry = this.base.find(collection.name, id);
    if (drafted === undefined && !entry?.loaded) throw new Error(`projection reads ${collection.name} without having declared it`);
    return ((drafted === undefined ? entry?.document : drafted) ?? undefined) as D | undefined;
  }

  put<D extends Document>(collection: Collection<D>, id: string, document: D): void {
    this.change(collection.name, id, document);
  }

  remove(collection: Collection, id: string): void {
    this.change(collection.name, id, null);
  }

  *changes(): Iterable<readonly [string, string, Document | null]> {
    for (const [collection, documents] of this.changed) for (const [id, document] of documents) yield [collection, id, document];
  }

  private change(collection: string, id: string, document: Document | null): void {
    const documents = this.changed.get(collection) ?? new Map<string, Document | null>();
    this.changed.set(collection, documents.set(id, document));
  }
}
