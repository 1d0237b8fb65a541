import type { Clock, EventRegistry, Log } from '#event-sourcing';
import { EventStoreError, type EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import { persistently } from '../builds/persistently.js';
import { GenerationTable } from '../generations/generation-table.js';
import { ProjectionJournal } from '../journal/projection-journal.js';
import type { Projection } from '../projection.js';
import { Exclusively } from './exclusively.js';
import { ProjectionError } from './errors.js';
import { follow } from './follow.js';
import type { HostContext } from './host-context.js';
import { HostedProjection } from './hosted-projection.js';
import { Progress, type AdvanceListener } from './progress.js';
import { QuarantineDesk } from './quarantine-desk.js';
import type { ReadModels } from './read-models.js';
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
  /** Of generations that begin from now on; default 1. */
  readonly partitions?: number;
  /** How long a generation is kept after another one has taken over, ms; default 10 minutes. */
  readonly graceMs?: number;
}

const BATCH = 500;
const GRACE = 600_000;
/** Between two looks for what can be removed. */
const HOUSEKEEPING = 30_000;

/** Keeps read models up to date: one subscription to all events, one transaction per projection and batch; and rebuilds them beside that. */
export class ProjectionRunner implements ReadModels {
  readonly quarantine: QuarantineDesk;
  private readonly stopping = new AbortController();
  private readonly exclusively = new Exclusively();
  private readonly context: HostContext;
  private readonly waiting: ReadonlyMap<string, Progress>;
  private hosted: ReadonlyMap<string, HostedProjection> = new Map();
  private running: Promise<void> | undefined;

  constructor(private readonly options: ProjectionRunnerOptions) {
    const { projections, readStore, store, clock, graceMs = GRACE, partitions = 1 } = options;
    this.waiting = new Map(projections.map(({ name }) => [name, new Progress()]));
    if (this.waiting.size !== projections.length) throw new TypeError('two projections have the same name');
    this.context = {
      ...options,
      table: new GenerationTable(readStore),
      journal: new ProjectionJournal({ store, clock }),
      signal: this.stopping.signal,
      graceMs,
      partitions,
      exclusive: async (work) => this.exclusively.run(work),
    };
    this.quarantine = new QuarantineDesk(this.context, (name) => this.host(name));
  }

  /** Resolves when the read models are open and the subscription is on its way: they may still be behind. */
  async start(): Promise<void> {
    if (this.running !== undefined) throw new Error('the projection runner was started before');
    this.running = Promise.resolve();
    const hosted = new Map<string, HostedProjection>();
    for (const projection of this.options.projections)
      hosted.set(projection.name, await HostedProjection.open(projection, this.context, this.progressOf(projection.name)));
    this.hosted = hosted;
    this.running = this.run();
    for (const projection of hosted.values()) projection.startTasks();
  }

  /** Resolves when the batch under way is committed or given up. Idempotent; a stopped runner stays stopped. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await Promise.all([...this.hosted.values()].map(async (projection) => projection.stop()));
  }

  /** Position of the last event that is in the read model (or was no matter for it). */
  positionOf(name: string): number {
    return this.progressOf(name).position;
  }

  /** True as soon as the read model holds everything up to `position`; false after `timeoutMs` or when the signal aborts. */
  async waitFor(name: string, position: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.progressOf(name).waitFor(position, timeoutMs, this.options.clock, signal);
  }

  /** Called with the new position after each commit of what is read; what is being built is silent. Answers how to stop it. */
  onAdvance(name: string, listener: AdvanceListener): () => void {
    return this.progressOf(name).onAdvance(listener);
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const head = await this.options.store.head();
    return Promise.all([...this.hosted.values()].map(async (hosted) => this.statusOf(hosted, head)));
  }

  /**
   * Begins to build a projection anew, beside what is read; {@link status} tells how it goes on, and readers change over at the end.
   * @throws ProjectionError UNKNOWN_PROJECTION, REBUILD_RUNNING
   */
  async rebuild(name: string, actor: string): Promise<void> {
    await this.host(name).rebuild(actor);
  }

  /** Breaks a rebuild off and removes what it built. @throws ProjectionError UNKNOWN_PROJECTION, NO_REBUILD, REBUILD_NEEDED */
  async cancelRebuild(name: string, actor: string): Promise<void> {
    const hosted = this.host(name);
    await hosted.cancel(actor);
    await this.context.exclusive(async () => hosted.dropDue());
  }

  /** Resolves when nothing of the projection is being built any more. @throws ProjectionError UNKNOWN_PROJECTION */
  async rebuilt(name: string): Promise<void> {
    await this.host(name).rebuilt();
  }

  /** How many devices are quarantined in each read model that has any. */
  quarantinedDevices(): Readonly<Record<string, number>> {
    const counts = [...this.hosted.values()].map(({ projection, liveBuild }) => [projection.name, liveBuild.quarantined] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  /** Resolves when what is read is of the present version of the projection, or the runner stops. */
  async untilCurrent(name: string): Promise<void> {
    const hosted = this.host(name);
    if (!hosted.isCurrent) await hosted.rebuilt();
  }

  /** Removes what is not needed any more; called from time to time by itself. */
  async tidy(): Promise<void> {
    for (const hosted of this.hosted.values()) {
      await hosted.sweep();
      await this.context.exclusive(async () => hosted.dropDue());
    }
  }

  private async statusOf(hosted: HostedProjection, head: number): Promise<ProjectionStatus> {
    const { projection, progress, generation, isCurrent, liveBuild } = hosted;
    const rebuild = hosted.rebuildProgress(head) ?? null;
    return {
      name: projection.name,
      version: generation.version,
      generation: generation.number,
      state: isCurrent ? (rebuild === null ? 'LIVE' : 'REBUILDING') : 'OUTDATED',
      position: progress.position,
      ...(await lagOf(progress.position, head, this.options)),
      quarantined: liveBuild.quarantined,
      rebuild,
    };
  }

  private progressOf(name: string): Progress {
    const progress = this.waiting.get(name);
    if (progress === undefined) throw new RangeError(`there is no projection ${name}`);
    return progress;
  }

  private host(name: string): HostedProjection {
    const hosted = this.hosted.get(name);
    if (hosted === undefined) throw new ProjectionError('UNKNOWN_PROJECTION', `there is no projection ${name}`);
    return hosted;
  }

  private async run(): Promise<void> {
    await Promise.all([this.followStore(), this.keepHouse()]);
  }

  private async followStore(): Promise<void> {
    try {
      await persistently('the subscription of the projections', async () => this.follow(), this.context);
    } catch (error) {
      if (error instanceof EventStoreError && error.code === 'STORE_CLOSED')
        this.options.log.warn({}, 'the event store was closed under the projections');
    }
  }

  /** Returns only when the runner stops; a subscription that ended of itself is taken up again where the projections are. */
  private async follow(): Promise<void> {
    const { store, batch = BATCH, gather = 0 } = this.options;
    const { signal } = this.stopping;
    await follow({ ...this.context, batch, gather, followers: () => [...this.hosted.values()].flatMap(({ followers }) => followers) });
    if (signal.aborted) return;
    // Tells a closed store, which would end every subscription, from a broken one.
    await store.head().catch((error: unknown) => {
      this.stopping.abort();
      throw error;
    });
    throw new EventStoreError('STORE_FAILED', 'the subscription ended');
  }

  private async keepHouse(): Promise<void> {
    const { clock, log } = this.options;
    const { signal } = this.stopping;
    for (;;) {
      await clock.wait(HOUSEKEEPING, signal);
      if (signal.aborted) return;
      try {
        await this.tidy();
      } catch (error) {
        log.warn({ err: error }, 'what read models do not need any more could not be removed');
      }
    }
  }
}
