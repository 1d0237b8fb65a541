import type { EventStore, StoredEvent } from '../../src/index.js';
import { type Packs, isPackStream, nameInside } from './packs.js';
import type { ProposedEvent } from './recorded-event.js';
import { unseal } from './event-codec.js';
import { NO_METADATA, parseStreamMetadata, type StreamMetadata } from './stream-metadata.js';
import { StreamState } from './stream-state.js';
import { isClientStream, isMetastream, metastreamOf, originalOf, plainName } from './stream-names.js';

/** Of a metadata stream only the newest event can be read. */
const OF_METASTREAMS: StreamMetadata = { maxCount: 1 };

/** All streams, by the name that clients know. */
export class StreamIndex {
  private readonly states = new Map<string, StreamState>();
  /** Names of the streams whose stored name does not tell. */
  private readonly hidden = new Map<string, string>();

  find(name: string): StreamState | undefined {
    return this.states.get(name);
  }

  create(name: string): StreamState {
    const known = this.states.get(name);
    if (known !== undefined) return known;
    const state = new StreamState(name);
    if (isMetastream(name)) {
      state.metadata = OF_METASTREAMS;
      state.isTombstoned = this.find(originalOf(name))?.isTombstoned ?? false;
    }
    this.states.set(name, state);
    if (plainName(state.stored) === undefined) this.hidden.set(state.stored, name);
    return state;
  }

  nameOf(stored: string): string {
    const name = plainName(stored) ?? this.hidden.get(stored);
    if (name === undefined) throw new Error(`no event tells the name of ${stored}`);
    return name;
  }

  hasEvents(name: string): boolean {
    return (this.find(name)?.last ?? -1) >= 0;
  }

  /** A tombstone closes the stream and its metadata stream. */
  tombstone(name: string): void {
    this.create(name).isTombstoned = true;
    this.create(metastreamOf(name)).isTombstoned = true;
  }

  /** To be called with every event appended to a metadata stream: it replaces what was known. */
  setMetadata(metastream: string, event: Pick<ProposedEvent, 'isJson' | 'data'>): void {
    const state = this.create(originalOf(metastream));
    state.metadata = isMetastream(state.name) ? OF_METASTREAMS : parseStreamMetadata(event);
    state.metadataText = state.metadata === NO_METADATA ? Buffer.from('{}') : event.data;
  }

  private async add(stored: StoredEvent, packs: Packs): Promise<void> {
    const name = plainName(stored.stream) ?? this.hidden.get(stored.stream) ?? nameInside(stored.metadata);
    if (name === undefined) throw new Error(`no event tells the name of ${stored.stream}`);
    const state = this.create(name);
    const event = unseal(await packs.open(stored), stored, name);
    state.ids.push(event.id);
    state.positions.push(stored.position);
    if (event.isTombstone) this.tombstone(name);
    if (isMetastream(name)) this.setMetadata(name, event);
  }

  /** Reads the whole store once. */
  static async rebuild(store: EventStore, packs: Packs): Promise<StreamIndex> {
    const index = new StreamIndex();
    for (let after = 0, atEnd = false; !atEnd;) {
      const page = await store.readAll({ after });
      for (const stored of page.events) {
        if (isPackStream(stored.stream)) packs.saw(stored.stream);
        if (isClientStream(stored.stream)) await index.add(stored, packs);
      }
      after = page.next;
      ({ atEnd } = page);
    }
    return index;
  }
}
