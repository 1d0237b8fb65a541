import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import type { GenerationRow } from '../generations/generation-row.js';
import { GenerationTable } from '../generations/generation-table.js';
import { checkpointOf, quarantineOf, type Generation } from '../generations/layout.js';
import type { Projection } from '../projection.js';
import { ProjectionError } from './errors.js';
import { Progress, type AdvanceListener } from './progress.js';
import { ProgressBoard } from './progress-board.js';
import { lagOf, type ProjectionStatus } from './status.js';

export interface ProjectionFollowerOptions {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly projections: readonly Projection[];
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the process stops. */
  readonly signal: AbortSignal;
}

/** Between two looks, ms: while somebody waits, and otherwise. */
const PACE = 50;
const LAZY = 1_000;
const BETWEEN_COUNTS = 30_000;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const WOKEN = 'woken';

interface Followed {
  readonly projection: Projection;
  readonly progress: Progress;
  row: GenerationRow | undefined;
  quarantined: number;
}

/** How far read models are that another process keeps up to date: it looks at what that one writes down. */
export class ProjectionFollower {
  readonly #options: ProjectionFollowerOptions;
  readonly #table: GenerationTable;
  readonly #followed: ReadonlyMap<string, Followed>;
  #waiting = 0;
  readonly #board: ProgressBoard;
  #lookedAt = -Infinity;
  #countedAt = -Infinity;
  #wake: () => void = () => undefined;

  constructor(options: ProjectionFollowerOptions) {
    this.#options = options;
    this.#table = new GenerationTable(options.readStore);
    this.#board = new ProgressBoard(options.readStore);
    const followed = options.projections.map((projection) => ({ projection, progress: new Progress(), row: undefined, quarantined: 0 }));
    this.#followed = new Map(followed.map((one) => [one.projection.name, one]));
  }

  /** Resolves after the signal of the options aborted. */
  async run(): Promise<void> {
    const { clock, log, signal } = this.#options;
    while (!signal.aborted) {
      try {
        await (clock.now() - this.#lookedAt >= LAZY ? this.look() : this.#glance());
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'how far the read models are could not be looked up');
      }
      const woken = new AbortController();
      this.#wake = () => woken.abort(WOKEN);
      await clock.wait(this.#waiting > 0 ? PACE : LAZY, AbortSignal.any([signal, woken.signal]));
    }
  }

  /** Reads all there is to know of what is read now. */
  async look(): Promise<void> {
    const now = this.#options.clock.now();
    this.#lookedAt = now;
    const counts = now - this.#countedAt >= BETWEEN_COUNTS;
    if (counts) this.#countedAt = now;
    await Promise.all([this.#glance(), ...[...this.#followed.values()].map(async (followed) => this.#lookAt(followed, counts))]);
  }

  /** Resolves when there is something to read of every projection, or the process stops. */
  async untilThere(): Promise<void> {
    const { clock, signal } = this.#options;
    while (!signal.aborted && [...this.#followed.values()].some(({ row }) => row === undefined)) {
      this.#lookedAt = -Infinity;
      this.#wake();
      await clock.wait(PACE, signal);
    }
  }

  /** A process that does the work itself knows it at once. */
  advance(name: string, position: number): void {
    this.#of(name).progress.advance(position);
  }

  positionOf(name: string): number {
    return this.#of(name).progress.position;
  }

  async waitFor(name: string, position: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const { progress } = this.#of(name);
    if (position <= progress.position) return true;
    this.#hurry(1);
    try {
      return await progress.waitFor(position, timeoutMs, this.#options.clock, signal);
    } finally {
      this.#hurry(-1);
    }
  }

  onAdvance(name: string, listener: AdvanceListener): () => void {
    const stop = this.#of(name).progress.onAdvance(listener);
    let listens = true;
    this.#hurry(1);
    return () => {
      if (listens) this.#hurry(-1);
      listens = false;
      stop();
    };
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    await this.look();
    const head = await this.#options.store.head();
    const all = await Promise.all([...this.#followed.values()].map(async (followed) => this.#statusOf(followed, head)));
    return all.filter((status) => status !== undefined);
  }

  quarantinedDevices(): Readonly<Record<string, number>> {
    const counts = [...this.#followed].map(([name, { quarantined }]) => [name, quarantined] as const);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  async untilCurrent(name: string): Promise<void> {
    const { clock, signal } = this.#options;
    while (!signal.aborted && !isCurrent(this.#of(name))) {
      this.#lookedAt = -Infinity;
      this.#wake();
      await clock.wait(PACE, signal);
    }
  }

  /** One that there is something to read of. @throws ProjectionError UNKNOWN_PROJECTION */
  async projection(name: string): Promise<Projection> {
    const followed = this.#followed.get(name);
    if (followed === undefined || (await this.#table.read(name)) === undefined)
      throw new ProjectionError('UNKNOWN_PROJECTION', `there is no projection ${name}`);
    return followed.projection;
  }

  /** How far they are, and no more. */
  async #glance(): Promise<void> {
    for (const [name, position] of Object.entries(await this.#board.read())) this.#followed.get(name)?.progress.advance(position);
  }

  async #lookAt(followed: Followed, counts: boolean): Promise<void> {
    const { name } = followed.projection;
    const row = await this.#table.read(name);
    followed.row = row;
    if (row === undefined) return;
    followed.progress.advance(await this.#checkpoint(name, row.live));
    if (counts) followed.quarantined = await this.#quarantinedIn(followed.projection);
  }

  async #statusOf({ projection, progress, row }: Followed, head: number): Promise<ProjectionStatus | undefined> {
    if (row === undefined) return undefined;
    const { live, building } = row;
    const { name } = projection;
    const current = live.version >= projection.version;
    const rebuild =
      building === null
        ? null
        : {
            startedAt: new Date(building.startedAt).toISOString(),
            position: await this.#checkpoint(name, building),
            target: head,
            eventsPerSecond: 0,
            estimatedSecondsLeft: null,
          };
    return {
      name,
      version: live.version,
      generation: live.number,
      state: current ? (rebuild === null ? 'LIVE' : 'REBUILDING') : 'OUTDATED',
      position: progress.position,
      ...(await lagOf(progress.position, head, this.#options)),
      quarantined: await this.#quarantinedIn(projection),
      rebuild,
    };
  }

  async #checkpoint(name: string, generation: Generation): Promise<number> {
    const partitions = Array.from({ length: generation.partitions }, (_, partition) => checkpointOf(name, generation, partition));
    return Math.min(...(await Promise.all(partitions.map(async (checkpoint) => this.#options.readStore.checkpoint(checkpoint)))));
  }

  /** By the name that queries use: only that is known to a process that did not make the generation. */
  async #quarantinedIn(projection: Projection): Promise<number> {
    return this.#options.readStore.count(quarantineOf(projection).name, [{ field: 'kind', equals: 'device' }]);
  }

  #hurry(more: number): void {
    this.#waiting += more;
    if (more > 0) this.#wake();
  }

  #of(name: string): Followed {
    const followed = this.#followed.get(name);
    if (followed === undefined) throw new RangeError(`there is no projection ${name}`);
    return followed;
  }
}

/** A later version was made by a newer program: nothing that this one could wait for. */
function isCurrent({ projection, row }: Followed): boolean {
  return row !== undefined && row.live.version >= projection.version;
}
