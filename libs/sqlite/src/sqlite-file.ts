import type { DatabaseSync } from 'node:sqlite';

export interface SqliteFileOptions {
  readonly path: string;
  /** FULL: a resolved write is fsynced. NORMAL: durable against a killed process, not against power loss. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Units of writing code that run in the writer thread, by name: the URL of the source or built module, made from its `import.meta.url`. */
  readonly modules: Readonly<Record<string, URL>>;
  /** Pages of log from which a busy thread moves them into the file; default 2,000. */
  readonly logPages?: number;
  /**
   * For a file that can be made again from another store: one that is damaged, or of a newer version, is renamed to `<path>.damaged-<n>` and begun
   * anew instead of being refused; the callback is told.
   */
  readonly onSetAside?: (to: string, reason: Error) => void;
}

/** One file, one writer thread, any number of readers. */
export interface SqliteFile {
  readonly path: string;
  /**
   * Sends `request` (structured clone, made after the current microtasks) to the module `name` in the writer thread. Requests that queued while the last commit ran are
   * committed together; each runs in its own savepoint, so one that throws is rolled back alone and rejects. First in, first out.
   * Resolves after the commit is durable.
   * @throws WriteRejectedError what the module threw; SqliteError STORE_CLOSED, STORE_FULL, STORE_READ_ONLY (nothing was written), STORE_DAMAGED,
   * STORE_FAILED (then whether it was written is unknown)
   */
  write<T>(name: string, request: unknown): Promise<T>;
  /**
   * This thread's own read-only connection, opened lazily, closed by `close()`.
   * @throws SqliteError STORE_CLOSED
   */
  reader(): DatabaseSync;
  /** Called in this thread after each commit that holds at least one accepted write of `name`, before the writer hears of it. Returns unsubscribe. */
  onCommit(name: string, listener: () => void): () => void;
  /**
   * Why nothing can be written now: the writer thread has ended (for good), or the last commit failed, a full disk say. The thread tries by
   * itself once a second whether it can commit again; then this is undefined again. Also undefined after `close()`.
   */
  failure(): Error | undefined;
  /** Refuses new writes, waits for those under way, then ends the thread. May be called again. */
  close(): Promise<void>;
}
