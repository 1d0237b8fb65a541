/** A folded stream, kept to save reading it from the start. Worth nothing without the event that it names. */
export interface Snapshot {
  /** Of the state's shape: {@link SnapshotPolicy.version}. */
  readonly version: number;
  /** Of the last event folded. */
  readonly revision: number;
  /** Of that event in the store it was read from. */
  readonly position: number;
  /** Of that event. */
  readonly hash: string;
  /** JSON text. */
  readonly state: string;
}

/** Keeps the newest snapshot of each stream. May lose any of them at any time: they can be made again. */
export interface SnapshotStore {
  get(stream: string): Promise<Snapshot | undefined>;
  /** An older snapshot never replaces a newer one. */
  put(stream: string, snapshot: Snapshot): Promise<void>;
}
