import { NO_METADATA, type StreamMetadata } from './stream-metadata.js';
import { storedStream } from './stream-names.js';

/** What the façade keeps of a stream in memory. Events under way to the disk count: that is how a server's writer decides, too. */
export class StreamState {
  readonly stored: string;
  /** Event ids by revision. */
  readonly ids: string[] = [];
  /** Positions by revision, of the events that are on disk. */
  readonly positions: number[] = [];
  /** First revision of each id written since the start: all that `any` and `stream_exists` compare with. */
  readonly recent = new Map<string, number>();
  isTombstoned = false;
  metadata: StreamMetadata = NO_METADATA;
  /** The JSON text behind `metadata`. */
  metadataText: Uint8Array = Buffer.from('{}');
  /** Settles when everything appended so far is on disk. */
  written: Promise<void> = Promise.resolve();

  constructor(readonly name: string) {
    this.stored = storedStream(name);
  }

  /** Revision of the last event, -1 without one. */
  get last(): number {
    return this.ids.length - 1;
  }

  /** Revision of the last event that is on disk, -1 without one. */
  get lastOnDisk(): number {
    return this.positions.length - 1;
  }
}
