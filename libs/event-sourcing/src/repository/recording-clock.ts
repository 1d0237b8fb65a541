import type { EventStore } from '#eventstore/port.js';

/** The instant that an event's metadata names as `recordedAt`, or NaN for an event that is not ours. */
function recordedAtOf(metadata: string): number {
  try {
    const parsed: unknown = JSON.parse(metadata);
    if (typeof parsed !== 'object' || parsed === null || !('recordedAt' in parsed)) return NaN;
    return Date.parse(String(parsed.recordedAt));
  } catch {
    return NaN;
  }
}

/**
 * Hands out `recordedAt` for one store: never decreasing, also when the machine's clock goes back or the process starts anew.
 * A stamp must be taken in the same synchronous block as the call of `append`, so that the order of stamps is the order of appends.
 * (An append that is repeated because its answer was lost keeps its bytes, and so its first stamp.)
 */
export class RecordingClock {
  private static readonly byStore = new WeakMap<EventStore, RecordingClock>();
  private last = -Infinity;
  private started: Promise<void> | undefined;

  private constructor(private readonly store: EventStore) {}

  /** The one clock of this store in this process. */
  static of(store: EventStore): RecordingClock {
    const known = RecordingClock.byStore.get(store);
    if (known !== undefined) return known;
    const created = new RecordingClock(store);
    RecordingClock.byStore.set(store, created);
    return created;
  }

  /** Must have resolved before the first stamp: goes on where the store's last event stopped. */
  start(): Promise<void> {
    this.started ??= this.readLast().catch((error: unknown) => {
      this.started = undefined;
      throw error;
    });
    return this.started;
  }

  /** Learns of an event that another process recorded, so that no stream ever goes back in time. */
  observe(recordedAt: number): void {
    if (recordedAt > this.last) this.last = recordedAt;
  }

  /** @param now epoch ms; the answer is too, and at least that of all stamps before */
  stamp(now: number): number {
    this.observe(now);
    return this.last;
  }

  private async readLast(): Promise<void> {
    const { events } = await this.store.readAll({ direction: 'backward', limit: 1 });
    for (const event of events) this.observe(recordedAtOf(event.metadata));
  }
}
