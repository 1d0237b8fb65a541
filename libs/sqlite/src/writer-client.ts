import { Worker } from 'node:worker_threads';
import { builtModule } from './built-module.js';
import { fromRecord } from './error-record.js';
import { SqliteError } from './errors.js';
import type { FromWriter, ToWriter, WriteAnswer, WriteRequest, WriterThreadData } from './protocol.js';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The calling thread's end of the writer thread. Writes issued in one turn of the event loop travel as one message. */
export class WriterClient {
  private readonly pending = new Map<number, Pending>();
  private readonly exited: Promise<void>;
  private queue: WriteRequest[] = [];
  private nextId = 0;
  private refusal: SqliteError | undefined;
  /** Why the last commit failed, until one succeeds. */
  private trouble: Error | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly committed: (modules: readonly string[]) => void,
  ) {
    this.exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.fail(new SqliteError('STORE_FAILED', 'the writer thread has ended'));
        resolve();
      });
    });
    worker.on('error', (error) => this.fail(new SqliteError('STORE_FAILED', 'the writer thread crashed', { cause: error })));
    worker.on('messageerror', (error) => {
      this.fail(new SqliteError('STORE_FAILED', 'an answer of the writer thread is unreadable', { cause: error }));
      void worker.terminate();
    });
  }

  /** Resolves when the file is open and every module has its tables. */
  static async start(data: WriterThreadData, committed: (modules: readonly string[]) => void): Promise<WriterClient> {
    const worker = new Worker(builtModule(new URL('./writer-thread.js', import.meta.url)), { workerData: data, name: 'sqlite-writer' });
    const client = new WriterClient(worker, committed);
    await new Promise<void>((resolve, reject) => {
      client.pending.set(-1, { resolve: () => resolve(), reject });
      worker.on('message', (message: FromWriter) => client.receive(message));
    });
    return client;
  }

  write(module: string, request: unknown): Promise<unknown> {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      if (this.pending.size === 0) this.worker.ref();
      if (this.queue.length === 0) setImmediate(() => this.flush());
      this.pending.set(id, { resolve, reject });
      this.queue.push({ id, module, request });
    });
  }

  /** Why nothing can be written now: the thread has ended, or the last commit failed and none has succeeded since. */
  failure(): Error | undefined {
    return this.refusal !== undefined && this.refusal.code !== 'STORE_CLOSED' ? this.refusal : this.trouble;
  }

  /** Writes under way are finished first. */
  async close(): Promise<void> {
    if (this.refusal === undefined) {
      this.refusal = new SqliteError('STORE_CLOSED', 'the store is closed');
      this.worker.ref();
      this.flush();
      this.send({ kind: 'close' });
    }
    await this.exited;
  }

  private flush(): void {
    const writes = this.queue;
    this.queue = [];
    if (writes.length === 0) return;
    try {
      this.send({ kind: 'writes', writes });
    } catch (error) {
      // One request cannot be cloned: it alone is refused.
      if (writes.length > 1) for (const write of writes) this.flushOne(write);
      else
        this.settle(writes[0]?.id, (pending) =>
          pending.reject(new SqliteError('STORE_FAILED', 'the request cannot be sent to the writer thread', { cause: error })),
        );
    }
  }

  private flushOne(write: WriteRequest): void {
    this.queue = [write];
    this.flush();
  }

  private send(message: ToWriter): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWriter): void {
    if (message.kind === 'ready') this.settle(-1, ({ resolve }) => resolve(undefined));
    else if (message.kind === 'failed') this.settle(-1, ({ reject }) => reject(fromRecord(message.error)));
    else if (message.kind === 'recovered') this.trouble = undefined;
    else {
      this.trouble = message.failure === undefined ? undefined : fromRecord(message.failure);
      this.committed(message.modules);
      for (const answer of message.answers) this.answer(answer);
    }
  }

  private answer(answer: WriteAnswer): void {
    this.settle(answer.id, ({ resolve, reject }) => (answer.ok ? resolve(answer.value) : reject(fromRecord(answer.error))));
  }

  /** An idle thread does not keep the process alive. */
  private settle(id: number | undefined, how: (pending: Pending) => void): void {
    const pending = id === undefined ? undefined : this.pending.get(id);
    if (pending === undefined || id === undefined) return;
    this.pending.delete(id);
    if (this.pending.size === 0 && this.refusal === undefined) this.worker.unref();
    how(pending);
  }

  private fail(error: SqliteError): void {
    this.refusal ??= error;
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of lost) reject(error);
  }
}
