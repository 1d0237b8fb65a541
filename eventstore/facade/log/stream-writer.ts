import { randomUUID } from 'node:crypto';
import type { EventStore } from '../../src/index.js';
import { CommitSignal } from '../../src/embedded/commit-signal.js';
import { seal, toNewEvent } from './event-codec.js';
import { type Packs, needsPack } from './packs.js';
import type { ProposedEvent } from './recorded-event.js';
import type { StreamIndex } from './stream-index.js';
import { isMetastream, plainName } from './stream-names.js';
import type { StreamState } from './stream-state.js';

export interface WriteResult {
  /** Revision of the last event; that of the stream when nothing was written, -1 without a stream. */
  readonly revision: number;
  readonly position: number;
}

/** Positions that an append of no events takes, so that it moves the log on as a server's does. */
const NOTES = 'n/notes';

/** The store under the façade failed: as a server does, it takes no more writes until it is started again. */
export class LogFailedError extends Error {
  constructor(options: ErrorOptions) {
    super('the log failed: restart', options);
    this.name = new.target.name;
  }
}

/** Writes what was decided. Memory is changed at once and the store takes appends in the order of the calls, so that many can be under way. */
export class StreamWriter {
  readonly commits = new CommitSignal();
  /** Position of the last event that this writer knows to be on disk. */
  head = 0;
  private failure: LogFailedError | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly index: StreamIndex,
    private readonly packs: Packs,
    private readonly now: () => number,
  ) {}

  async write(state: StreamState, events: readonly ProposedEvent[], isTombstone = false): Promise<WriteResult> {
    if (this.failure !== undefined) throw this.failure;
    if (events.length === 0) return this.note(state);
    const first = state.last + 1;
    this.remember(state, events, first);
    if (isTombstone) this.index.tombstone(state.name);
    const appended = this.append(state, events, isTombstone, first);
    const written = Promise.all([state.written, appended]).then(([, position]) => this.settle(state, events.length, position));
    // Whoever waits for the stream learns of a failure from its own write.
    state.written = written.then(
      () => undefined,
      () => undefined,
    );
    const position = await written.catch((error: unknown) => this.fail(error));
    this.commits.fire();
    return { revision: first + events.length - 1, position };
  }

  private remember(state: StreamState, events: readonly ProposedEvent[], first: number): void {
    for (const [offset, event] of events.entries()) {
      state.ids.push(event.id);
      if (!state.recent.has(event.id)) state.recent.set(event.id, first + offset);
    }
    const newest = events.at(-1);
    if (isMetastream(state.name) && newest !== undefined) this.index.setMetadata(state.name, newest);
  }

  /** Resolves to the position of the last event. */
  private async append(state: StreamState, events: readonly ProposedEvent[], isTombstone: boolean, first: number): Promise<number> {
    const created = `${this.now()}0000`;
    const streamName = plainName(state.stored) === undefined ? state.name : undefined;
    const envelopes = events.map((event, index) => seal(event, { created, isTombstone, streamName: index === 0 ? streamName : undefined }));
    const expected = first === 0 ? 'no-stream' : first - 1;
    const plain = envelopes.map(toNewEvent);
    if (!needsPack(plain)) return (await this.store.append(state.stored, plain, expected)).position;
    const { written, references } = this.packs.write(envelopes, streamName);
    const [{ position }] = await Promise.all([this.store.append(state.stored, references, expected), written]);
    return position;
  }

  /** One append's events have positions one after another. */
  private settle(state: StreamState, count: number, position: number): number {
    this.head = Math.max(this.head, position);
    for (let offset = count - 1; offset >= 0; offset--) state.positions.push(position - offset);
    return position;
  }

  private async note(state: StreamState): Promise<WriteResult> {
    const note = { id: randomUUID(), type: 'note', data: '{}', metadata: '{}' };
    const { position } = await this.store.append(NOTES, [note], 'any').catch((error: unknown) => this.fail(error));
    return { revision: state.last, position };
  }

  private fail(cause: unknown): never {
    this.failure ??= new LogFailedError({ cause });
    throw this.failure;
  }
}
