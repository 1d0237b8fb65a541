import type { Document, GuardedWrite, Page, Query, ReadStore, Stored } from '#readstore/port.js';
import { nameIn } from './layout.js';

/** The documents of one generation under their usual names, whatever queries read at the moment. */
export class GenerationStore {
  constructor(
    private readonly readStore: ReadStore,
    private readonly generation: number,
    /** Called before a collection is searched by field. */
    private readonly beforeSearch: (collection: string) => Promise<void> = async () => undefined,
  ) {}

  async getMany<D extends Document = Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>> {
    return this.readStore.getMany<D>(nameIn(this.generation, collection), ids);
  }

  async find<D extends Document = Document>(collection: string, query: Query): Promise<Page<D>> {
    await this.beforeSearch(collection);
    return this.readStore.find<D>(nameIn(this.generation, collection), query);
  }

  async count(collection: string, where: Query['where'] = []): Promise<number> {
    await this.beforeSearch(collection);
    return this.readStore.count(nameIn(this.generation, collection), where);
  }

  async checkpoint(name: string): Promise<number> {
    return this.readStore.checkpoint(name);
  }

  async write(writes: readonly GuardedWrite[], checkpoint?: { readonly projection: string; readonly position: number }): Promise<void> {
    // Each name is made once: the read store looks its collection up for every write.
    const names = new Map<string, string>();
    const nameOf = (collection: string): string => {
      const name = names.get(collection) ?? nameIn(this.generation, collection);
      names.set(collection, name);
      return name;
    };
    const mine = writes.map((write) => ({ ...write, collection: nameOf(write.collection) }));
    await this.readStore.write({ writes: mine, ...(checkpoint === undefined ? {} : { checkpoint }) });
  }

  /** Removes tombstones at or below `position` and what has expired, a little of each collection. */
  async sweep(collections: readonly string[], position: number, now: number): Promise<number> {
    let swept = 0;
    for (const name of collections) swept += await this.readStore.sweep(nameIn(this.generation, name), { now, tombstonesUpTo: position });
    return swept;
  }
}
