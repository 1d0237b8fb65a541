import { Build } from '../builds/build.js';
import { persistently } from '../builds/persistently.js';
import { readAhead } from '../builds/read-ahead.js';
import { firstRow, swapped, withBuilding, withoutBuilding, type GenerationRow } from '../generations/generation-row.js';
import { aliasesOf, collectionsOf, type Generation } from '../generations/layout.js';
import { removeOldLayout } from '../generations/old-layout.js';
import { removeGeneration } from '../generations/remove-generation.js';
import type { Projection } from '../projection.js';
import { deviceRows } from '../quarantine/quarantine-queries.js';
import { MOST_RECORDED } from '../journal/projection-journal.js';
import type { RebuildProgress } from '../rebuild/rebuild-pace.js';
import { RebuildTask } from '../rebuild/rebuild-task.js';
import { ProjectionError } from './errors.js';
import { PROJECTOR, type HostContext } from './host-context.js';
import type { Progress } from './progress.js';

/** A read model with its generations: the one that is read, perhaps one that is being built, and those that were read before. */
export class HostedProjection {
  private row: GenerationRow;
  private live: Build;
  private retired: readonly Build[] = [];
  private task: RebuildTask | undefined;
  private forgetLive: () => void = () => undefined;
  private noting: Promise<void> = Promise.resolve();
  private noted = 0;

  private constructor(
    readonly projection: Projection,
    private readonly context: HostContext,
    /** Of the live generation. */
    readonly progress: Progress,
    row: GenerationRow,
  ) {
    this.row = row;
    this.live = this.buildOf(row.live);
  }

  /** Opens what stands in the read store, or begins the first generation. A rebuild that was under way goes on when {@link startTasks} is called. */
  static async open(projection: Projection, context: HostContext, progress: Progress): Promise<HostedProjection> {
    const row = await openRow(projection, context);
    const hosted = new HostedProjection(projection, context, progress, row);
    await hosted.live.open();
    await context.readStore.pointAliases(aliasesOf(projection, row.live.number));
    hosted.follow(hosted.live);
    if (row.building !== null) await hosted.prepare(row.building);
    return hosted;
  }

  /** Goes on with what was being built. */
  startTasks(): void {
    this.task?.start();
    void this.note(PROJECTOR);
  }

  get generation(): Generation & { readonly since: number } {
    return this.row.live;
  }

  get liveBuild(): Build {
    return this.live;
  }

  /** False while an older version of the projection is read: nobody can fold into that any more. */
  get isCurrent(): boolean {
    return this.row.live.version === this.projection.version;
  }

  /** Those that get every event as it comes. */
  get followers(): readonly Build[] {
    return this.isCurrent ? [this.live, ...this.retired] : [];
  }

  /** Undefined when nothing is being built. */
  rebuildProgress(target: number): RebuildProgress | undefined {
    const { task, row } = this;
    if (task === undefined || row.building === null) return undefined;
    return task.pace.progress(row.building.startedAt, task.build.position, target, this.context.clock.now());
  }

  /** Resolves when nothing is being built any more. */
  async rebuilt(): Promise<void> {
    await this.task?.ended();
  }

  /** Begins a new generation. @throws ProjectionError REBUILD_RUNNING */
  async rebuild(actor: string): Promise<void> {
    const { clock } = this.context;
    const partitions = partitionsOf(this.projection, this.context.partitions);
    let running = false;
    const row = await this.change((now) => {
      running = now.building !== null;
      return running ? now : withBuilding(now, this.projection.version, partitions, actor, clock.now());
    });
    if (running || row.building === null) throw new ProjectionError('REBUILD_RUNNING', `projection ${this.projection.name} is being rebuilt already`);
    await this.prepare(row.building);
    this.task?.start();
    await this.note(actor);
  }

  /** Breaks off what is being built and removes it. @throws ProjectionError NO_REBUILD, REBUILD_NEEDED */
  async cancel(actor: string): Promise<void> {
    const { task } = this;
    const { name } = this.projection;
    if (task === undefined) throw new ProjectionError('NO_REBUILD', `projection ${name} is not being rebuilt`);
    if (!this.isCurrent)
      throw new ProjectionError('REBUILD_NEEDED', `the documents of projection ${name} are of an older version: it must be rebuilt`);
    await task.cancel();
    if (this.task !== task) throw new ProjectionError('NO_REBUILD', `projection ${name} has been rebuilt meanwhile`);
    const { number } = task.build.generation;
    await this.change((row) => (row.building?.number === number ? withoutBuilding(row, this.context.clock.now()) : row));
    if (this.task === task) this.task = undefined;
    await this.note(actor);
  }

  /** Removes what nobody reads any more and whose time has come. Call while nothing is handed to any projection. */
  async dropDue(): Promise<void> {
    const { readStore, clock, table } = this.context;
    for (const generation of this.row.retired.filter(({ dropAt }) => dropAt <= clock.now())) {
      await this.retired.find((build) => build.generation.number === generation.number)?.settle();
      this.retired = this.retired.filter((build) => build.generation.number !== generation.number);
      this.row = (await removeGeneration(this.projection, generation, readStore, table)) ?? this.row;
    }
  }

  async sweep(): Promise<void> {
    if (this.isCurrent) await this.live.sweep(this.context.clock.now());
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await this.task?.ended();
    await this.noting;
    for (const build of [this.live, ...this.retired]) await build.settle().catch(() => undefined);
  }

  /** Records how the read model stands, in the background; resolves when it is recorded or given up. */
  async note(actor: string): Promise<void> {
    this.noting = this.noting.then(async () => this.recordFacts(actor));
    return this.noting;
  }

  private async recordFacts(actor: string): Promise<void> {
    const { journal, log, signal } = this.context;
    const { live, building } = this.row;
    try {
      const quarantined = this.live.quarantined === 0 ? [] : await deviceRows(this.projection, this.live.store, MOST_RECORDED);
      const { number: generation, version } = live;
      await journal.note({ projection: this.projection.name, generation, version, building, quarantined }, actor);
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, projection: this.projection.name }, 'a change of a read model is not recorded yet');
    }
  }

  private async prepare(generation: Generation): Promise<void> {
    const build = this.buildOf(generation);
    // It stands in the row already: nobody could begin or cancel it if it were given up now.
    await persistently(`the rebuild of projection ${this.projection.name}`, async () => build.open('later'), this.context);
    this.task = new RebuildTask(build, this.context, async (signal) => this.takeOver(build, signal));
  }

  /** Nothing is handed to any projection meanwhile: the new generation reads what the live one has, then it is the one that is read. */
  private async takeOver(build: Build, signal: AbortSignal): Promise<void> {
    while (build.folded < this.live.folded || !this.isCurrent) if (await readAhead([build], this.context, signal)) break;
    await build.settle();
    signal.throwIfAborted();
    const before = this.live;
    const isFollowed = this.isCurrent;
    // From here on there is no way back, whoever cancels: readers may have changed over already.
    await persistently(`the swap of projection ${this.projection.name}`, async () => this.swap(build), this.context);
    this.retired = isFollowed ? [...this.retired, before] : this.retired;
    this.live = build;
    this.task = undefined;
    this.follow(build);
    void this.note(PROJECTOR);
  }

  /** Can be repeated, also when nobody knows how far it got. */
  private async swap({ generation }: Build): Promise<void> {
    const { readStore, clock, graceMs } = this.context;
    await readStore.pointAliases(aliasesOf(this.projection, generation.number));
    await this.change((row) => (row.building?.number === generation.number ? swapped(row, clock.now(), graceMs) : row));
  }

  /** Who waits hears of the live generation only. */
  private follow(build: Build): void {
    this.forgetLive();
    this.noted = 0;
    const tell = (): void => {
      this.progress.advance(build.position);
      if (build.quarantined > this.noted) void this.note(PROJECTOR);
      this.noted = build.quarantined;
    };
    this.forgetLive = build.onCommit(tell);
    tell();
  }

  private buildOf(generation: Generation): Build {
    const { readStore, clock, log, signal } = this.context;
    return new Build(this.projection, generation, readStore, { clock, log, signal });
  }

  private async change(change: (row: GenerationRow) => GenerationRow): Promise<GenerationRow> {
    const row = await this.context.table.change(this.projection.name, (now) => (now === undefined ? undefined : change(now)));
    if (row === undefined) throw new ProjectionError('UNKNOWN_PROJECTION', `projection ${this.projection.name} has lost its row`);
    this.row = row;
    return row;
  }
}

/** The row as it has to be before anything else: a swap that a crash interrupted is completed, another version begins a new generation. */
async function openRow(projection: Projection, context: HostContext): Promise<GenerationRow> {
  const { table, readStore, clock, graceMs } = context;
  const { name, version } = projection;
  const partitions = partitionsOf(projection, context.partitions);
  if ((await table.read(name)) === undefined) await removeOldLayout(projection, readStore);
  const aliases = await readStore.aliases();
  const now = clock.now();
  const row = await table.change(name, (found) => {
    if (found === undefined) return firstRow(version, partitions, now);
    const target = found.building === null ? undefined : aliasesOf(projection, found.building.number);
    const isSwapped = target !== undefined && collectionsOf(projection).every((of) => aliases[of.name] === target[of.name]);
    const whole = isSwapped ? swapped(found, now, graceMs) : found;
    const usable = whole.building !== null && whole.building.version !== version ? withoutBuilding(whole, now) : whole;
    if (usable.live.version === version || usable.building !== null) return usable;
    return withBuilding(usable, version, partitions, PROJECTOR, now);
  });
  if (row === undefined) throw new ProjectionError('UNKNOWN_PROJECTION', `projection ${name} has no row`);
  return row;
}

const partitionsOf = (projection: Projection, wanted: number): number => (projection.sharesDocuments === true ? 1 : wanted);
