import type { Clock, EventRegistry, Log } from '#event-sourcing';
import { EventStoreError, type EventStore, type SubscriptionMessage } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { decodeIncoming } from './incoming-events.js';
import { persistently, type Persistence } from './persistently.js';
import type { AdvanceListener } from './progress.js';
import { Projector } from './projector.js';
import { lagOf, type ProjectionStatus } from './status.js';

export interface ProjectionRunnerOptions {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly projections: readonly Projection[];
  readonly clock: Clock;
  readonly log: Log;
  /** Most events per batch and transaction. */
  readonly batch?: number;
  /** After a batch, how long to let more events gather before the next, ms; default 0: none. Costs freshness under load, saves transactions. */
  readonly gather?: number;
}

const BATCH = 500;

/** Keeps read models up to date: one subscription to all events, one transaction per projection and batch. */
export class ProjectionRunner {
  private readonly stopping = new AbortController();
  private readonly projectors: ReadonlyMap<string, Projector>;
  private readonly handled: ReadonlySet<string>;
  private readonly persistence: Persistence;
  private running: Promise<void> | undefined;

  constructor(private readonly options: ProjectionRunnerOptions) {
    const { projections, readStore, clock, log } = options;
    this.persistence = { clock, log, signal: this.stopping.signal };
    this.projectors = new Map(projections.map((projection) => [projection.name, new Projector(projection, readStore, this.persistence)]));
    if (this.projectors.size !== projections.length) throw new TypeError('two projections have the same name');
    this.handled = new Set(projections.flatMap(({ handles }) => handles));
  }

  /** Resolves when the read models are open and the subscription is on its way: they may still be behind. */
  async start(): Promise<void> {
    if (this.running !== undefined) throw new Error('the projection runner was started before');
    this.running = Promise.resolve();
    for (const projector of this.projectors.values()) await projector.open();
    this.running = this.run();
  }

  /** Resolves when the batch under way is committed or given up. Idempotent; a stopped runner stays stopped. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Position of the last event that is in the read model (or was no matter for it). */
  positionOf(name: string): number {
    return this.projector(name).progress.position;
  }

  /** True as soon as the read model holds everything up to `position`; false after `timeoutMs` or when the signal aborts. */
  async waitFor(name: string, position: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.projector(name).progress.waitFor(position, timeoutMs, this.options.clock, signal);
  }

  /** Called with the new position after each commit. Answers how to stop it. */
  onAdvance(name: string, listener: AdvanceListener): () => void {
    return this.projector(name).progress.onAdvance(listener);
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const head = await this.options.store.head();
    return Promise.all(
      [...this.projectors.values()].map(async ({ projection, progress, quarantinedDevices }) => ({
        name: projection.name,
        version: projection.version,
        position: progress.position,
        quarantined: quarantinedDevices,
        ...(await lagOf(progress.position, head, this.options)),
      })),
    );
  }

  private projector(name: string): Projector {
    const projector = this.projectors.get(name);
    if (projector === undefined) throw new RangeError(`there is no projection ${name}`);
    return projector;
  }

  private async run(): Promise<void> {
    try {
      await persistently('the subscription of the projections', async () => this.follow(), this.persistence);
    } catch (error) {
      if (error instanceof EventStoreError && error.code === 'STORE_CLOSED')
        this.options.log.warn({}, 'the event store was closed under the projections');
    }
  }

  /** Returns only when the runner stops; a subscription that ended of itself is taken up again where the projections are. */
  private async follow(): Promise<void> {
    const { store, clock, batch = BATCH, gather = 0 } = this.options;
    const { signal } = this.stopping;
    const after = Math.min(...[...this.projectors.values()].map(({ progress }) => progress.position));
    for await (const message of store.subscribe({ after, batch, signal })) {
      await this.handle(message);
      const live = message.kind === 'events' && message.events.length < batch;
      if (live && gather > 0) await clock.wait(gather, signal);
    }
    if (signal.aborted) return;
    // Tells a closed store, which would end every subscription, from a broken one.
    await store.head().catch((error: unknown) => {
      this.stopping.abort();
      throw error;
    });
    throw new EventStoreError('STORE_FAILED', 'the subscription ended');
  }

  private async handle(message: SubscriptionMessage): Promise<void> {
    const projectors = [...this.projectors.values()];
    if (message.kind !== 'events') {
      await Promise.all(projectors.map(async (projector) => projector.advanceTo(message.position)));
      return;
    }
    const incoming = await decodeIncoming(message.events, this.options.registry, this.handled);
    await Promise.all(projectors.map(async (projector) => projector.process(incoming)));
  }
}
