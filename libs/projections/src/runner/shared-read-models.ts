import type { Clock } from '#event-sourcing';
import { parkedEvents, quarantinedDevice, quarantinedIn } from '../quarantine/quarantine-queries.js';
import { ProjectionError } from './errors.js';
import type { AdvanceListener } from './progress.js';
import { ProgressBoard } from './progress-board.js';
import { ProjectionFollower, type ProjectionFollowerOptions } from './projection-follower.js';
import { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.js';
import type { ReadModels } from './read-models.js';
import { notQuarantined } from './quarantine-desk.js';
import type { ProjectionStatus } from './status.js';

/** Shortest time between two times that followers are told, ms. */
const PACE = 50;
const LONGEST_WAIT = 60_000;
const PAUSE_AFTER_ERROR = 1_000;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const TOLD = 'told';

export type SharedReadModelsOptions = ProjectionFollowerOptions & ProjectionRunnerOptions;

/**
 * Read models that several processes read and one at a time keeps up to date: this one while {@link project} runs. What only that one can do is
 * refused elsewhere: ProjectionError KEPT_ELSEWHERE.
 */
export class SharedReadModels implements ReadModels {
  readonly quarantine: ReadModels['quarantine'];
  readonly #options: SharedReadModelsOptions;
  readonly #follower: ProjectionFollower;
  #runner: ProjectionRunner | undefined;

  constructor(options: SharedReadModelsOptions) {
    this.#options = options;
    this.#follower = new ProjectionFollower(options);
    this.quarantine = {
      list: async (name, page) => quarantinedIn(await this.#follower.projection(name), options.readStore, page),
      show: async (name, device, page) => {
        const projection = await this.#follower.projection(name);
        const found = await quarantinedDevice(projection, options.readStore, device);
        if (found === undefined) throw notQuarantined(name, device);
        return { ...found, events: await parkedEvents(projection, options.readStore, device, page) };
      },
      replay: async (...from) => this.#keeper().quarantine.replay(...from),
      discard: async (...from) => this.#keeper().quarantine.discard(...from),
    };
  }

  /** Follows what other processes do. Resolves after the signal of the options aborted. */
  async follow(): Promise<void> {
    await this.#follower.run();
  }

  /** Resolves when there is something to read of every projection, or the process stops. Call while {@link follow} runs. */
  async untilThere(): Promise<void> {
    await this.#follower.untilThere();
  }

  /** Keeps the read models up to date until the signal aborts; resolves when nothing is under way any more. Can be repeated. */
  async project(signal: AbortSignal): Promise<void> {
    const runner = new ProjectionRunner(this.#options);
    const news = new News();
    const stopListening = this.#options.projections.map(({ name }) =>
      runner.onAdvance(name, (position) => {
        this.#follower.advance(name, position);
        news.tell();
      }),
    );
    try {
      await runner.start();
      this.#runner = runner;
      await this.#publish(runner, news, signal);
    } finally {
      this.#runner = undefined;
      await runner.stop();
      for (const stop of stopListening) stop();
    }
  }

  /** Tells the followers how far the runner is, until the signal aborts. */
  async #publish(runner: ProjectionRunner, news: News, signal: AbortSignal): Promise<void> {
    const { projections, readStore, clock, log } = this.#options;
    const board = new ProgressBoard(readStore);
    while (!signal.aborted) {
      await news.next(clock, signal);
      try {
        await board.publish(Object.fromEntries(projections.map(({ name }) => [name, runner.positionOf(name)])));
        await clock.wait(PACE, signal);
      } catch (error) {
        news.tell();
        if (!signal.aborted) log.warn({ err: error }, 'other processes could not be told how far the read models are');
        await clock.wait(PAUSE_AFTER_ERROR, signal);
      }
    }
  }

  positionOf(name: string): number {
    return this.#follower.positionOf(name);
  }

  async waitFor(name: string, position: number, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return this.#follower.waitFor(name, position, timeoutMs, signal);
  }

  onAdvance(name: string, listener: AdvanceListener): () => void {
    return this.#follower.onAdvance(name, listener);
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    return (this.#runner ?? this.#follower).status();
  }

  async rebuild(name: string, actor: string): Promise<void> {
    await this.#keeper().rebuild(name, actor);
  }

  async cancelRebuild(name: string, actor: string): Promise<void> {
    await this.#keeper().cancelRebuild(name, actor);
  }

  quarantinedDevices(): Readonly<Record<string, number>> {
    return (this.#runner ?? this.#follower).quarantinedDevices();
  }

  async untilCurrent(name: string): Promise<void> {
    await this.#follower.untilCurrent(name);
  }

  #keeper(): ProjectionRunner {
    if (this.#runner === undefined) throw new ProjectionError('KEPT_ELSEWHERE', 'another process keeps the read models at the moment: ask that one');
    return this.#runner;
  }
}

/** That something has happened since the last time. */
class News {
  #any = true;
  #wake: () => void = () => undefined;

  tell(): void {
    this.#any = true;
    this.#wake();
  }

  /** Resolves when there is any, or when the signal aborts. */
  async next(clock: Clock, signal: AbortSignal): Promise<void> {
    const told = new AbortController();
    this.#wake = () => told.abort(TOLD);
    if (!this.#any) await clock.wait(LONGEST_WAIT, AbortSignal.any([signal, told.signal]));
    this.#any = false;
  }
}
