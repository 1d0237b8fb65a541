import { setTimeout as pause } from 'node:timers/promises';
import { deviceEventTypes } from '#domain';
import { EventRegistry, silentLog, systemClock } from '#event-sourcing';
import { allProjections, compareReadModels, openReadModels, rebuild } from '#projections';
import { openStores } from '../chaos/stores.js';
import type { Api } from '../support/api.js';
import { startPlatform } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';
import { writeHistory } from './history.js';
import { Load } from './load.js';
import { plantMarker } from './marker.js';
import { PROJECTION, projectionOf, Readers } from './readers.js';

export interface UnderLoadOptions {
  readonly data: string;
  /** Events that stand in the store before. */
  readonly events: number;
  /** Events that arrive meanwhile, per second. */
  readonly rate: number;
  /** Kills (SIGKILL) in the middle of the rebuild. */
  readonly kills: number;
  readonly progress: (text: string) => void;
}

export interface UnderLoadReport {
  readonly events: number;
  readonly kills: number;
  /** Share that was done at each kill, and what the next life found done. */
  readonly resumed: readonly (readonly [killedAt: number, resumedAt: number])[];
  readonly arrivedPerSecond: number;
  readonly reads: number;
  readonly violations: readonly string[];
}

/** Share of a life's rebuild after which it is killed. */
const ENOUGH = 0.1;
const LONGEST = 600_000;

/** Rebuilds a read model while events arrive and clients read, kills the platform in the middle, and compares the end with a fold from zero. */
export async function rebuildUnderLoad({ data, events, rate, kills, progress }: UnderLoadOptions): Promise<UnderLoadReport> {
  progress(`writing a history of ${events} events`);
  await writeHistory(data, events);
  const first = await startPlatform(data, await freePort());
  await first.program.stop();
  await plantMarker(data);
  const violations: string[] = [];
  const resumed: [number, number][] = [];
  let reads = 0;
  let arrivedPerSecond = 0;
  let killedAt = 0;
  for (let life = 0; life <= kills; life += 1) {
    const { api, program } = await startPlatform(data, await freePort());
    try {
      if (life === 0) await begin(api);
      const { generation, rebuild: found } = await projectionOf(api);
      if (found === null) violations.push(`life ${life}: nothing is being rebuilt`);
      if (life > 0) resumed.push([killedAt, found?.done ?? 1]);
      const load = new Load(api, `LIFE${life}`, rate);
      const readers = new Readers(api, generation);
      load.start();
      readers.start();
      if (life < kills) {
        killedAt = await until(api, (found?.done ?? 0) + ENOUGH);
        progress(`killed when ${(killedAt * 100).toFixed(0)} % was done`);
        program.kill('SIGKILL');
        await program.exited;
      } else {
        await until(api, Infinity);
        // The swap is behind: clients go on for a while.
        await pause(500);
      }
      await readers.stop();
      arrivedPerSecond = await load.stop();
      if (life === kills) await caughtUp(api);
      reads += readers.reads;
      violations.push(...load.violations, ...readers.violations);
    } finally {
      await program.stop();
    }
  }
  progress('comparing with a fold from zero');
  violations.push(...(await differences(data)));
  return { events, kills, resumed, arrivedPerSecond: Math.round(arrivedPerSecond), reads, violations };
}

async function begin(api: Api): Promise<void> {
  const { status, body } = await api.post(`/v1/projections/${PROJECTION}/rebuild`, {});
  if (status !== 202) throw new Error(`the rebuild was refused: ${status} ${JSON.stringify(body)}`);
}

/** Resolves when so much of the rebuild is done, or all of it; answers how much. */
async function until(api: Api, done: number): Promise<number> {
  const deadline = Date.now() + LONGEST;
  while (Date.now() < deadline) {
    const { rebuild: running } = await projectionOf(api);
    if (running === null) return 1;
    if (running.done >= done) return running.done;
    await pause(10);
  }
  throw new Error('the rebuild does not end');
}

/** Nothing comes any more: what the store holds is in the read models soon. */
async function caughtUp(api: Api): Promise<void> {
  const deadline = Date.now() + LONGEST;
  while (Date.now() < deadline) {
    const { body } = await api.get<readonly { readonly lagEvents: number }[]>('/v1/projections');
    if (body.every(({ lagEvents }) => lagEvents === 0)) return;
    await pause(20);
  }
  throw new Error('the read models do not catch up');
}

async function differences(data: string): Promise<readonly string[]> {
  const stores = await openStores(data);
  try {
    await openReadModels(stores.readModels, allProjections);
    const options = { registry: new EventRegistry(deviceEventTypes), clock: systemClock, log: silentLog };
    for (const projection of allProjections) await rebuild(projection, stores.events, stores.scratch, options);
    const found = await compareReadModels(stores.readModels, stores.scratch, allProjections);
    return found.map(({ collection, id }) => `${collection}/${id} differs from a fold from zero`);
  } finally {
    await stores.close();
  }
}
