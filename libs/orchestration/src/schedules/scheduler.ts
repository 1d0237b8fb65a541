import type { Clock, Log } from '#event-sourcing';
import type { ScheduleIndex } from './schedule-index.js';
import type { ScheduleProcess } from './schedule-process.js';
import type { DueSchedule, ScheduleQueries } from './schedule-queries.js';
import { DueLoop } from '../subscription/due-loop.js';

const PAUSE_AFTER_ERROR = 1_000;
const LARGEST_LOOK = 500;

export interface SchedulerOptions {
  readonly process: Pick<ScheduleProcess, 'advance'>;
  readonly queries: Pick<ScheduleQueries, 'due'>;
  readonly index: Pick<ScheduleIndex, 'position' | 'onAdvance'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether this process is the one that looks after a schedule; default: it is. */
  isMine?(this: void, id: string): boolean;
  /** Shortest time between two looks at the index, ms; default 20. */
  readonly pace?: number;
}

/** Wakes schedules when the read model says that something is due. What it holds in memory are hints only. */
export class Scheduler {
  private readonly working = new Map<string, Promise<void>>();
  /** Schedules whose document is taken for outdated until it has come to this position. */
  private readonly ahead = new Map<string, number>();
  private readonly loop: DueLoop;

  constructor(private readonly options: SchedulerOptions) {
    const { clock, log, index, pace } = options;
    this.loop = new DueLoop({ clock, log, index, pace, trouble: 'schedules that are due could not be looked up' });
  }

  /** Resolves after the signal aborted and nothing is under way any more. */
  async run(signal: AbortSignal): Promise<void> {
    await this.loop.run(async (now) => this.launchDue(now, signal), signal);
    await Promise.all(this.working.values());
  }

  /** Answers when the next one falls due, as far as that is known. */
  private async launchDue(now: number, signal: AbortSignal): Promise<number | undefined> {
    const { queries, index, isMine = () => true } = this.options;
    for (const [id, position] of this.ahead) if (position <= index.position) this.ahead.delete(id);
    for (const row of await queries.due(LARGEST_LOOK)) {
      if (row.dueAt > now) return row.dueAt;
      if (signal.aborted) break;
      if (this.isNews(row) && isMine(row.id)) this.working.set(row.id, this.advance(row.id, signal));
    }
    // What could not be taken waits for a signal, not for the clock.
    return undefined;
  }

  private isNews({ id, position }: DueSchedule): boolean {
    return !this.working.has(id) && position >= (this.ahead.get(id) ?? 0);
  }

  private async advance(id: string, signal: AbortSignal): Promise<void> {
    const { process, clock, log } = this.options;
    try {
      this.ahead.set(id, await process.advance(id, signal));
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, schedule: id }, 'a schedule could not go on; it will be tried again');
      await clock.wait(PAUSE_AFTER_ERROR, signal);
    } finally {
      this.working.delete(id);
      this.loop.nudge();
    }
  }
}
