import type { Clock, EventRegistry, Log } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { CommandQueries, CommandView, ReadModels } from '#projections';
import type { Metrics } from '../metrics/metrics.js';

const STATUS_BY_TYPE: Readonly<Record<string, string>> = {
  CommandSucceeded: 'SUCCEEDED',
  CommandFailed: 'FAILED',
  CommandExpired: 'EXPIRED',
  CommandCancelled: 'CANCELLED',
};
const PATIENCE = 5_000;
const PAUSE_AFTER_ERROR = 1_000;
/** Given as the reason to spare each wait the exception that an abort without one makes. */
const ENDED = 'ended';

export interface CommandEndingsOptions {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly runner: Pick<ReadModels, 'waitFor'>;
  readonly commands: CommandQueries;
  readonly metrics: Pick<Metrics, 'ended'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells who waits for a command that it has ended, and counts endings: one subscription for all, however many wait. */
export class CommandEndings {
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(private readonly options: CommandEndingsOptions) {}

  /** Follows the store from now on until the signal aborts. */
  async follow(signal: AbortSignal): Promise<void> {
    const { store, clock, log } = this.options;
    const types = Object.keys(STATUS_BY_TYPE);
    let after: number | undefined;
    while (!signal.aborted) {
      try {
        after ??= await store.head();
        for await (const message of store.subscribe({ after, types, signal })) {
          // Before it is handled: what cannot be handled is passed over, and who waits for it sees the end when the wait is over.
          after = message.kind === 'events' ? (message.events.at(-1)?.position ?? after) : message.position;
          if (message.kind === 'events') await this.ended(message.events, signal);
        }
      } catch (error) {
        if (!signal.aborted) log.error({ err: error }, 'some endings of commands were not noticed');
      }
      await clock.wait(PAUSE_AFTER_ERROR, signal);
    }
  }

  /** Resolves when the read model shows the end of a command, after `ms`, or when the signal aborts. Ends before the call are not noticed. */
  async next(correlationUid: string, ms: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const notice = (): void => over.abort(ENDED);
    const listeners = this.waiting.get(correlationUid) ?? new Set();
    this.waiting.set(correlationUid, listeners.add(notice));
    try {
      await this.options.clock.wait(ms, AbortSignal.any([over.signal, signal]));
    } finally {
      listeners.delete(notice);
      if (listeners.size === 0) this.waiting.delete(correlationUid);
    }
  }

  private async ended(events: readonly StoredEvent[], signal: AbortSignal): Promise<void> {
    const { registry, runner, commands, metrics } = this.options;
    await runner.waitFor('commands', events.at(-1)?.position ?? 0, PATIENCE, signal);
    for (const event of events) {
      const { correlationUid } = registry.decodeTolerant(event);
      // The ending does not tell the operation; the read model does.
      const command: CommandView | undefined = await commands.get(correlationUid);
      metrics.ended(command?.operation ?? 'unknown', STATUS_BY_TYPE[event.type] ?? event.type);
      for (const notice of this.waiting.get(correlationUid) ?? []) notice();
    }
  }
}
