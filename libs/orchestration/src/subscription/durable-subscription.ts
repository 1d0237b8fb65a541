import type { Clock, Log } from '#event-sourcing';
import type { AllFilter, EventStore, StoredEvent } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';

const PAUSE_AFTER_ERROR = 1_000;
/** Checkpoints are written this seldom, ms: handling an event again changes nothing, it only costs time. */
const BETWEEN_CHECKPOINTS = 1_000;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const REACHED = 'reached';

export interface DurableSubscriptionOptions {
  /** Names the checkpoint. */
  readonly name: string;
  /** Where to begin; default: at the checkpoint. */
  readonly from?: number;
  readonly filter: AllFilter;
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Must be idempotent: after a crash or an error the same events come again. Whatever it throws has them come again after a pause. */
  handle(this: void, events: readonly StoredEvent[]): Promise<void>;
}

/** Hands out events from where it was when the process ended: none is left out, some come twice. */
export class DurableSubscription {
  private current: number;
  private saved = { position: 0, at: 0 };
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: DurableSubscriptionOptions) {
    this.current = options.from ?? 0;
  }

  /** Everything up to here has been handled. */
  get position(): number {
    return this.current;
  }

  /** Called after each step forward. Answers how to stop it. */
  onAdvance(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** True when `position` was reached within `ms`; false then, or when the signal aborts. */
  async waitFor(position: number, ms: number, signal: AbortSignal): Promise<boolean> {
    if (position <= this.current) return true;
    const reached = new AbortController();
    const stopListening = this.onAdvance(() => {
      if (this.current >= position) reached.abort(REACHED);
    });
    await this.options.clock.wait(ms, AbortSignal.any([reached.signal, signal]));
    stopListening();
    return position <= this.current;
  }

  /** Resolves after the signal aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    const { name, clock, log } = this.options;
    while (!signal.aborted) {
      try {
        await this.followOnce(signal);
      } catch (error) {
        if (!signal.aborted) log.error({ err: error, subscription: name }, 'events could not be handled; they will be tried again');
      }
      await clock.wait(PAUSE_AFTER_ERROR, signal);
    }
    await this.save().catch((error: unknown) => log.warn({ err: error, subscription: name }, 'a checkpoint was not written'));
  }

  private async followOnce(signal: AbortSignal): Promise<void> {
    const { store, readStore, filter, name, handle } = this.options;
    if (this.current === 0) this.advance(await readStore.checkpoint(name));
    for await (const message of store.subscribe({ ...filter, after: this.current, signal })) {
      if (message.kind === 'events') await handle(message.events);
      this.advance(message.kind === 'events' ? (message.events.at(-1)?.position ?? 0) : message.position);
      if (this.options.clock.now() - this.saved.at >= BETWEEN_CHECKPOINTS) await this.save();
    }
  }

  private advance(position: number): void {
    if (position <= this.current) return;
    this.current = position;
    for (const listener of this.listeners) listener();
  }

  private async save(): Promise<void> {
    const { readStore, name, clock } = this.options;
    if (this.current <= this.saved.position) return;
    const position = this.current;
    await readStore.write({ writes: [], checkpoint: { projection: name, position } });
    this.saved = { position, at: clock.now() };
  }
}
