import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EventRegistry, silentLog, systemClock } from '#event-sourcing';
import { eventsWriterModule, openEmbeddedEventStore } from '#eventstore';
import type { EventStore } from '#eventstore/port.js';
import { allEventTypes } from '#orchestration';
import { allProjections, rebuild } from '#projections';
import { openEmbeddedReadStore, readWriterModule } from '#readstore';
import { openSqliteFile } from '#sqlite';

/** What one rebuild took, all threads together. */
export interface RebuildMeasurement {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Largest resident size of the process. */
  readonly peakBytes: number;
  /** Reading all events and parsing their JSON, and nothing else. */
  readonly floorSeconds?: number;
}

const [data = '', name = '', floor] = process.argv.slice(2);
const projection = allProjections.find((one) => one.name === name);
if (projection === undefined) throw new Error(`there is no projection ${name}`);

const eventsFile = await openSqliteFile({ path: join(data, 'events.db'), synchronous: 'FULL', modules: { events: eventsWriterModule } });
const store = await openEmbeddedEventStore(eventsFile);
for (const end of ['', '-wal', '-shm', '.mark']) await rm(join(data, `read.db${end}`), { force: true });
const readFile = await openSqliteFile({ path: join(data, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
const readStore = await openEmbeddedReadStore(readFile);

const options = { registry: new EventRegistry(allEventTypes), clock: systemClock, log: silentLog };
const cpuBefore = process.cpuUsage();
const began = performance.now();
await rebuild(projection, store, readStore, options);
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
const peakBytes = process.resourceUsage().maxRSS * 1024;
const floorSeconds = floor === undefined ? undefined : await scan(store);
await readStore.close();
await readFile.close();
await store.close();
await eventsFile.close();
const measurement: RebuildMeasurement = {
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakBytes,
  ...(floorSeconds === undefined ? {} : { floorSeconds }),
};
console.log(JSON.stringify(measurement));

async function scan(from: EventStore): Promise<number> {
  const start = performance.now();
  let after = 0;
  for (let atEnd = false; !atEnd;) {
    const page = await from.readAll({ after, limit: 500 });
    for (const { data: text, metadata } of page.events) {
      JSON.parse(text);
      JSON.parse(metadata);
    }
    ({ next: after, atEnd } = page);
  }
  return (performance.now() - start) / 1_000;
}
