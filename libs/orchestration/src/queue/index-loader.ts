import type { Clock } from '#event-sourcing';
import type { DueIndex, ProjectionProgress } from '../ports.js';
import type { CommandQueue } from './command-queue.js';

const DUE = 'due';
const PAGE = 1_000;
/** A read model that stands still must not keep everything waiting: what it misses is found by a later look. */
const PATIENCE = 10_000;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const REACHED = 'reached';

export interface IndexLoaderOptions {
  readonly due: DueIndex;
  /** How far the index is; without it the index is taken to hold whatever the store holds. */
  readonly runner: ProjectionProgress | undefined;
  readonly queue: CommandQueue;
  readonly clock: Clock;
  owns(this: void, deviceIdentification: string): boolean;
}

/** Brings commands from the due index into the queue. Rows may be older than what the queue knows: then it knows better. */
export class IndexLoader {
  constructor(private readonly options: IndexLoaderOptions) {}

  /** The index holds everything up to here; undefined: nothing is known. */
  get position(): number | undefined {
    return this.options.runner?.positionOf(DUE);
  }

  /** All that waits for an instant of the window, epoch ms. */
  async load(window: { readonly from?: number; readonly to: number }, signal: AbortSignal): Promise<void> {
    let after: string | null | undefined;
    while (after !== null && !signal.aborted) after = await this.loadPage(window, after);
  }

  /** One page of {@link load}; answers where the next begins, null at the end. */
  async loadPage(window: { readonly from?: number; readonly to: number }, after: string | undefined): Promise<string | null> {
    const { due, queue, owns } = this.options;
    const { rows, next } = await due.waiting({ ...window, limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const row of rows) if (owns(row.deviceIdentification) && queue.find(row) === undefined) queue.put(row);
    return next;
  }

  /** Resolves when the index holds everything up to `position`, after a while in any case. */
  async upTo(position: number, signal: AbortSignal): Promise<void> {
    const { runner, clock } = this.options;
    if (runner === undefined || runner.positionOf(DUE) >= position) return;
    const reached = new AbortController();
    const stopListening = runner.onAdvance(DUE, () => {
      if (runner.positionOf(DUE) >= position) reached.abort(REACHED);
    });
    await clock.wait(PATIENCE, AbortSignal.any([reached.signal, signal]));
    stopListening();
  }
}
