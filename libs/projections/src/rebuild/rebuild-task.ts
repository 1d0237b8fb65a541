import type { Build } from '../builds/build.js';
import { persistently } from '../builds/persistently.js';
import { readAhead } from '../builds/read-ahead.js';
import type { HostContext } from '../runner/host-context.js';
import { RebuildPace } from './rebuild-pace.js';

/** Events that may be missing when the new generation takes over: the last of them are read while the others wait. */
const NEAR = 5_000;

/** Builds a generation beside the live one, from its checkpoint on, until it is near enough to take over. */
export class RebuildTask {
  readonly pace: RebuildPace;
  private readonly cancelling = new AbortController();
  private readonly signal: AbortSignal;
  private running: Promise<void> | undefined;

  constructor(
    readonly build: Build,
    private readonly context: HostContext,
    /** Reads the rest and swaps; called while nothing is handed to any projection. */
    private readonly takeOver: (signal: AbortSignal) => Promise<void>,
  ) {
    this.pace = new RebuildPace(build.position, context.clock.now());
    this.signal = AbortSignal.any([this.cancelling.signal, context.signal]);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when it has ended, in whatever way. */
  async ended(): Promise<void> {
    await this.running;
  }

  /** Breaks it off; resolves when it does nothing any more. */
  async cancel(): Promise<void> {
    this.cancelling.abort();
    await this.running;
  }

  private async readOn(): Promise<void> {
    const { store } = this.context;
    while (!(await readAhead([this.build], this.context, this.signal)) && (await store.head()) - this.build.folded > NEAR);
  }

  private async run(): Promise<void> {
    const { clock, log, exclusive } = this.context;
    const persistence = { clock, log, signal: this.signal };
    const name = this.build.projection.name;
    try {
      await persistently(
        `the rebuild of projection ${name}`,
        async () => {
          await this.readOn();
          await this.build.settle();
          await this.build.addIndexes();
          // What has come while the indexes were made.
          await this.readOn();
          await exclusive(async () => {
            this.signal.throwIfAborted();
            await this.takeOver(this.signal);
          });
        },
        persistence,
      );
    } catch (error) {
      if (!this.signal.aborted) log.error({ err: error, projection: name }, 'a rebuild has failed');
    } finally {
      await this.build.settle().catch(() => undefined);
    }
  }
}
