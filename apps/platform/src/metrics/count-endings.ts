import type { EventRegistry, Log } from '#event-sourcing';
import type { EventStore, StoredEvent } from '#eventstore/port.js';
import type { CommandQueries, ProjectionRunner } from '#projections';
import type { Metrics } from './metrics.js';

const STATUS_BY_TYPE: Readonly<Record<string, string>> = {
  CommandSucceeded: 'SUCCEEDED',
  CommandFailed: 'FAILED',
  CommandExpired: 'EXPIRED',
  CommandCancelled: 'CANCELLED',
};
const PATIENCE = 5_000;

export interface CountEndingsOptions {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly runner: ProjectionRunner;
  readonly commands: CommandQueries;
  readonly metrics: Pick<Metrics, 'ended'>;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Counts commands that end from now on until the signal aborts. */
export async function countEndings(options: CountEndingsOptions): Promise<void> {
  const { store, log, signal } = options;
  try {
    const types = Object.keys(STATUS_BY_TYPE);
    for await (const message of store.subscribe({ after: await store.head(), types, signal }))
      if (message.kind === 'events') for (const event of message.events) await count(event, options);
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, 'endings of commands are not counted any more');
  }
}

/** The ending does not tell the operation; the read model does once it has come as far. */
async function count(event: StoredEvent, { registry, runner, commands, metrics, signal }: CountEndingsOptions): Promise<void> {
  await runner.waitFor('commands', event.position, PATIENCE, signal);
  if (signal.aborted) return;
  const command = await commands.get(registry.decodeTolerant(event).correlationUid);
  metrics.ended(command?.operation ?? 'unknown', STATUS_BY_TYPE[event.type] ?? event.type);
}
