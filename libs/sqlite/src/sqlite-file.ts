import type { DatabaseSync } from 'node:sqlite';

export interface SqliteFileOptions {
  readonly path: string;
  /** FULL: a resolved write is fsynced. NORMAL: durable against a killed process, not against power loss. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Units of writing code that run in the writer thread, by name: the URL of the source or built module, made from its `import.meta.url`. */
  readonly modules: Readonly<Record<string, URL>>;
}

/** One file, one writer thread, any number of readers. */
export interface SqliteFile {
  readonly path: string;
  /**
   * Sends `request` (structured clone, made after the current microtasks) to the module `name` in the writer thread. Requests that queued while the last commit ran are
   * committed together; each runs in its own savepoint, so one that throws is rolled back alone and rejects. First in, first out.
   * Resolves after the commit is durable.
   * @throws WriteRejectedError what the module threw; SqliteError STORE_CLOSED, STORE_FAILED (then whether it was written is unknown)
   */
  write<T>(name: string, request: unknown): Promise<T>;
  /**
   * This thread's own read-only connection, opened lazily, closed by `close()`.
   * @throws SqliteError STORE_CLOSED
   */
  reader(): DatabaseSync;
  /** Called in this thread after each commit that holds at least one accepted write of `name`, before the writer hears of it. Returns unsubscribe. */
  onCommit(name: string, listener: () => void): () => void;
  /** Refuses new writes, waits for those under way, then ends the thread. May be called again. */
  close(): Promise<void>;
}
