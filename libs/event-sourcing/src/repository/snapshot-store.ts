/** A folded stream, kept to save reading it from the start. Worth nothing without the event that it names. */
export interface Snapshot {
  /** Of the state's shape: another version than the reader's is no use. */
  readonly version: number;
  /** Of the last event folded. */
  readonly revision: number;
  /** Of that event in the store it was read from. */
  readonly position: number;
  /** Of that event. */
  readonly hash: string;
  /** JSON text. */
  readonly state: string;
  /** {@link snapshotDigest} of the rest. */
  readonly digest: string;
}

/** Keeps one snapshot of each stream, the last one put. May lose or spoil any of them at any time: they can be made again. */
export interface SnapshotStore {
  get(stream: string): Promise<Snapshot | undefined>;
  put(stream: string, snapshot: Snapshot): Promise<void>;
}
