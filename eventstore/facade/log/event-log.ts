import { randomUUID } from 'node:crypto';
import type { EventStore } from '../../src/index.js';
import { type Decision, decide, type Expectation } from './commit-decision.js';
import { Packs } from './packs.js';
import { type ProposedEvent, STREAM_DELETED, STREAM_METADATA } from './recorded-event.js';
import { StreamIndex } from './stream-index.js';
import { firstReadable, isSoftDeleted, softDeleteMetadata, undeleteMetadata } from './stream-metadata.js';
import { isMetastream, metastreamOf, originalOf } from './stream-names.js';
import type { StreamState } from './stream-state.js';
import { StreamWriter, type WriteResult } from './stream-writer.js';

export type Refusal = Extract<Decision, { readonly kind: 'wrong-version' | 'deleted' }>;

export type AppendOutcome =
  | ({ readonly kind: 'written' } & WriteResult)
  /** No position when the events cannot be read any more. */
  | { readonly kind: 'repeated'; readonly revision: number; readonly position: number | undefined }
  | Refusal;

export type DeleteOutcome = { readonly kind: 'written'; readonly position: number } | Refusal;

const systemEvent = (type: string, data: Uint8Array, isJson: boolean): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson,
  data,
  metadata: new Uint8Array(),
});

const metadataEvent = (data: Uint8Array): ProposedEvent => systemEvent(STREAM_METADATA, data, true);

/** The first record that a new server writes for its clients to see: how long it keeps what it says of its scavenges. */
const SCAVENGES = '$$$scavenges';
const SCAVENGES_METADATA = Buffer.from('{"$maxAge":2592000}');

/** Appends, deletes and tombstones, with the checks and the system events of a server. Decisions are taken one at a time, writes overlap. */
export class EventLog {
  private constructor(
    readonly store: EventStore,
    readonly index: StreamIndex,
    readonly packs: Packs,
    readonly writer: StreamWriter,
  ) {}

  static async open(store: EventStore, now: () => number): Promise<EventLog> {
    const packs = new Packs(store);
    const index = await StreamIndex.rebuild(store, packs);
    const log = new EventLog(store, index, packs, new StreamWriter(store, index, packs, now));
    if (!index.hasEvents(SCAVENGES)) await log.append(SCAVENGES, { kind: 'any' }, [metadataEvent(SCAVENGES_METADATA)]);
    return log;
  }

  async append(name: string, expected: Expectation, events: readonly ProposedEvent[]): Promise<AppendOutcome> {
    const state = this.index.create(name);
    const ids = events.map(({ id }) => id);
    const decision = decide(state, expected, ids, this.index.hasEvents(metastreamOf(name)));
    if (decision.kind === 'repeated') return this.repeat(state, decision.last);
    if (decision.kind !== 'write') return decision;
    const deleted = this.softDeleted(state);
    const from = state.last + 1;
    const writing = this.writer.write(state, events);
    const undeleting = deleted === undefined || events.length === 0 ? undefined : this.undelete(deleted, deleted === state ? from : deleted.last + 1);
    const [result] = await Promise.all([writing, undeleting]);
    return { kind: 'written', ...result };
  }

  /** Hides all events: what is appended later goes on numbering. A stream that has nothing but metadata can be deleted, too. */
  async delete(name: string, expected: Expectation): Promise<DeleteOutcome> {
    const state = this.index.create(name);
    const id = randomUUID();
    const decision = decide(state, expected, [id], this.index.hasEvents(metastreamOf(name)));
    if (decision.kind === 'deleted' || decision.kind === 'wrong-version') return decision;
    if (state.last < 0 && !this.index.hasEvents(metastreamOf(name))) return { kind: 'wrong-version', current: -1 };
    const { position } = await this.writer.write(this.index.create(metastreamOf(name)), [metadataEvent(softDeleteMetadata())]);
    return { kind: 'written', position };
  }

  /** Ends the stream for good, also one that never was. */
  async tombstone(name: string, expected: Expectation): Promise<DeleteOutcome> {
    const state = this.index.create(name);
    const event = systemEvent(STREAM_DELETED, new Uint8Array(), false);
    const decision = decide(state, expected, [event.id], this.index.hasEvents(metastreamOf(name)));
    if (decision.kind === 'deleted' || decision.kind === 'wrong-version') return decision;
    const { position } = await this.writer.write(state, [event], true);
    return { kind: 'written', position };
  }

  /** Answers after the events it repeats are on disk. */
  private async repeat(state: StreamState, revision: number): Promise<AppendOutcome> {
    await state.written;
    const position = revision < firstReadable(state.metadata, state.last) ? undefined : state.positions[revision];
    return { kind: 'repeated', revision, position };
  }

  /** The soft-deleted stream that a write to this stream, or to its metadata, brings back. */
  private softDeleted(state: StreamState): StreamState | undefined {
    const target = isMetastream(state.name) ? this.index.find(originalOf(state.name)) : state;
    return target !== undefined && isSoftDeleted(target.metadata) ? target : undefined;
  }

  private async undelete(state: StreamState, from: number): Promise<void> {
    const metadata = metadataEvent(undeleteMetadata(state.metadataText, from));
    await this.writer.write(this.index.create(metastreamOf(state.name)), [metadata]);
  }
}
