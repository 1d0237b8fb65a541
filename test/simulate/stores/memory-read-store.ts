import {
  ReadStoreError,
  type CollectionDefinition,
  type Condition,
  type Document,
  type Page,
  type Query,
  type ReadStore,
  type Row,
  type Stored,
  type WriteBatch,
} from '#readstore/port.js';

type Value = string | number | null;

function valueOf(document: Document, field: string): Value {
  const value = document[field];
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function holds(document: Document, { field, equals, from, to, prefix, in: among }: Condition): boolean {
  const value = valueOf(document, field);
  if (equals !== undefined && value !== equals) return false;
  if (from !== undefined && (typeof value !== typeof from || (value as typeof from) < from)) return false;
  if (to !== undefined && (typeof value !== typeof to || (value as typeof to) >= to)) return false;
  if (prefix !== undefined && (typeof value !== 'string' || !value.startsWith(prefix))) return false;
  return among === undefined || among.includes(value);
}

const rank = (value: Value): number => (value === null ? 0 : typeof value === 'number' ? 1 : 2);

function compare(a: Value, b: Value): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return a === b ? 0 : a === null || b === null || a < b ? -1 : 1;
}

/** As much of a read store as the orchestrator needs, for a few documents: no aliases, no expiry, every search looks at all. */
export class MemoryReadStore implements ReadStore {
  readonly #documents = new Map<string, Map<string, Stored | { readonly position: number; readonly document: null }>>();
  readonly #checkpoints = new Map<string, number>();
  readonly #rows = new Map<string, Map<string, Row>>();
  #versions = 0;

  async define(collections: readonly CollectionDefinition[]): Promise<void> {
    for (const { name } of collections) if (!this.#documents.has(name)) this.#documents.set(name, new Map());
  }

  async write({ writes, checkpoint }: WriteBatch): Promise<void> {
    for (const { collection, id, position, document } of writes) {
      const documents = this.#of(collection);
      if ((documents.get(id)?.position ?? 0) < position) documents.set(id, document === null ? { position, document } : { id, position, document });
    }
    if (checkpoint !== undefined) {
      this.#checkpoints.set(checkpoint.projection, Math.max(this.#checkpoints.get(checkpoint.projection) ?? 0, checkpoint.position));
    }
  }

  async get<D extends Document>(collection: string, id: string): Promise<Stored<D> | undefined> {
    const found = this.#of(collection).get(id);
    return found === undefined || found.document === null ? undefined : (found as Stored<D>);
  }

  async getMany<D extends Document>(collection: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored<D>>> {
    const found = new Map<string, Stored<D>>();
    for (const id of ids) {
      const stored = await this.get<D>(collection, id);
      if (stored !== undefined) found.set(id, stored);
    }
    return found;
  }

  async find<D extends Document>(collection: string, { where = [], sort = [], descending = false, limit = 500, after }: Query): Promise<Page<D>> {
    const found = this.#present(collection).filter(({ document }) => where.every((condition) => holds(document, condition)));
    const order = (a: Stored, b: Stored): number => {
      for (const field of sort) {
        const difference = compare(valueOf(a.document, field), valueOf(b.document, field));
        if (difference !== 0) return difference;
      }
      return compare(a.id, b.id);
    };
    found.sort((a, b) => (descending ? order(b, a) : order(a, b)));
    // Documents are few: the whole place of the last one is its id, and it may have changed since.
    const start = after === undefined ? 0 : this.#after(found, after, (a, b) => (descending ? order(b, a) : order(a, b)));
    const items = found.slice(start, start + limit) as unknown as readonly Stored<D>[];
    const last = items.at(-1);
    return { items, next: last === undefined || start + limit >= found.length ? null : JSON.stringify(last) };
  }

  async count(collection: string, where: readonly Condition[] = []): Promise<number> {
    return this.#present(collection).filter(({ document }) => where.every((condition) => holds(document, condition))).length;
  }

  async checkpoint(projection: string): Promise<number> {
    return this.#checkpoints.get(projection) ?? 0;
  }

  async reset(projection: string, collections: readonly string[]): Promise<void> {
    this.#checkpoints.delete(projection);
    for (const collection of collections) this.#of(collection).clear();
  }

  async forgetCheckpoint(projection: string): Promise<void> {
    this.#checkpoints.delete(projection);
  }

  async getRow<D extends Document>(table: string, id: string): Promise<Row<D> | undefined> {
    return this.#rows.get(table)?.get(id) as Row<D> | undefined;
  }

  async rows<D extends Document>(table: string): Promise<readonly Row<D>[]> {
    const rows = [...(this.#rows.get(table)?.values() ?? [])] as unknown as Row<D>[];
    return rows.sort((a, b) => compare(a.id, b.id));
  }

  async compareAndSet(table: string, id: string, expected: number, document: Document | null): Promise<number | undefined> {
    const rows = this.#rows.get(table) ?? new Map<string, Row>();
    this.#rows.set(table, rows);
    if ((rows.get(id)?.version ?? 0) !== expected) return undefined;
    if (document === null) {
      rows.delete(id);
      return 0;
    }
    const version = ++this.#versions;
    rows.set(id, { id, version, document });
    return version;
  }

  async pointAliases(): Promise<void> {
    throw new ReadStoreError('STORE_FAILED', 'a memory store has no aliases');
  }

  async aliases(): Promise<Readonly<Record<string, string>>> {
    return {};
  }

  async drop(collections: readonly string[]): Promise<void> {
    for (const name of collections) this.#documents.delete(name);
  }

  async collections(): Promise<readonly string[]> {
    return [...this.#documents.keys()].sort();
  }

  async sweep(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {
    this.#documents.clear();
  }

  #of(collection: string) {
    const documents = this.#documents.get(collection);
    if (documents === undefined) throw new ReadStoreError('UNKNOWN_COLLECTION', `no collection ${collection}`);
    return documents;
  }

  #present(collection: string): Stored[] {
    return [...this.#of(collection).values()].filter((stored): stored is Stored => stored.document !== null);
  }

  #after(found: readonly Stored[], cursor: string, order: (a: Stored, b: Stored) => number): number {
    const last = JSON.parse(cursor) as Stored;
    const next = found.findIndex((stored) => order(stored, last) > 0);
    return next < 0 ? found.length : next;
  }
}
