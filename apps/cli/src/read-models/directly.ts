import { EventRegistry, silentLog, systemClock } from '#event-sourcing';
import { allEventTypes } from '#orchestration';
import { allProjections, ProjectionError, ProjectionRunner, type ItemPage, type ProjectionStatus } from '#projections';
import type { Stores } from '#stores';
import { CliError, EXIT } from '../cli-error.js';
import type { ProjectionRow, ReadModels } from './read-models.js';

const ACTOR = 'meterlog/cli';
const PAGE = 500;

/** On the stores themselves, which nobody else uses meanwhile: what is rebuilt replaces the old at once. */
export async function directly(stores: Stores): Promise<ReadModels> {
  const { events: store, reads: readStore } = stores;
  const registry = new EventRegistry(allEventTypes);
  const runner = new ProjectionRunner({ store, readStore, registry, projections: allProjections, clock: systemClock, log: silentLog, graceMs: 0 });
  const projections = async (): Promise<readonly ProjectionRow[]> => (await runner.status()).map(rowOf);
  await runner.start();
  return {
    inBackground: false,
    projections,
    projection: async (name) => {
      const found = (await projections()).find((row) => row.name === name);
      if (found === undefined) throw new CliError(EXIT.bad, `there is no projection ${name}`);
      return found;
    },
    rebuild: async (name) => asked(runner.rebuild(name, ACTOR)),
    cancel: async (name) => asked(runner.cancelRebuild(name, ACTOR)),
    quarantined: (name) => pages(async (after) => asked(runner.quarantine.list(name, after))),
    quarantinedDevice: async (name, device) => asked(runner.quarantine.show(name, device, { limit: 1 })),
    parked: (name, device) => pages(async (after) => (await asked(runner.quarantine.show(name, device, after))).events),
    replay: async (name, device) => asked(runner.quarantine.replay(name, device, ACTOR)),
    discard: async (name, device, reason) => asked(runner.quarantine.discard(name, device, reason, ACTOR)),
    async close() {
      await runner.tidy();
      await runner.stop();
      await stores.close();
    },
  };
}

function rowOf({ rebuild, ...status }: ProjectionStatus): ProjectionRow {
  const { name, version, generation, state, lagEvents, lagSeconds, quarantined } = status;
  const row = { name, version, generation, state, lagEvents, lagSeconds, quarantined };
  if (rebuild === null) return { ...row, rebuild };
  const { position, target, eventsPerSecond, estimatedSecondsLeft } = rebuild;
  return { ...row, rebuild: { done: target === 0 ? 1 : Math.min(1, position / target), eventsPerSecond, estimatedSecondsLeft } };
}

async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ProjectionError) throw new CliError(EXIT.bad, error.message);
    throw error;
  }
}

async function* pages<T>(page: (request: { limit: number; after?: string }) => Promise<ItemPage<T>>): AsyncIterable<T> {
  let after: string | null | undefined;
  while (after !== null) {
    const { items, next } = await page({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    yield* items;
    after = next;
  }
}
