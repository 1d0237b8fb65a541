import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLog, systemClock } from '#event-sourcing';
import { openMongo } from '#mongodb';
import { openEmbeddedReadStore, openMongoReadStore, readWriterModule } from '#readstore';
import type { ReadStore } from '#readstore/port.js';
import { openSqliteFile } from '#sqlite';
import { mongoServers } from '../../../../../test/support/mongo-servers.js';
import { MEMBERS } from '../../leases/rows.js';
import { LimitTable } from '../limit-table.js';
import type { Permit } from '../port.js';
import { SharedPermits } from './shared-permits.js';

jest.setTimeout(60_000);

const MOST = 3;

interface OpenStore {
  readonly store: ReadStore;
  close(): Promise<void>;
}

async function embedded(): Promise<OpenStore> {
  const folder = await mkdtemp(join(tmpdir(), 'meterlog-permits-'));
  const file = await openSqliteFile({ path: join(folder, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
  return {
    store: await openEmbeddedReadStore(file),
    close: async () => {
      await file.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** FerretDB is left out: it finds and changes in two steps. */
async function onServer(): Promise<OpenStore> {
  const server = await mongoServers()
    .find(({ name }) => name !== 'ferretdb')
    ?.start();
  const mongo = await openMongo(server?.url ?? '');
  return {
    store: await openMongoReadStore(mongo),
    close: async () => {
      await mongo.close();
      await server?.stop();
    },
  };
}

/** A process with sessions that begin whenever there is a permit, and end at once when it is told. */
class Worker {
  readonly permits: SharedPermits;
  readonly open: Permit[] = [];
  granted = 0;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly store: ReadStore,
    limits: LimitTable,
    readonly member: string,
    private readonly opened: () => void,
  ) {
    const leases = { member, onChange: () => () => undefined };
    this.permits = new SharedPermits({ limits, store, leases, clock: systemClock, log: silentLog });
    this.permits.onFreed(() => this.work());
    this.running = this.permits.run(this.stopping.signal);
  }

  static async join(store: ReadStore, limits: LimitTable, member: string, opened: () => void): Promise<Worker> {
    await store.compareAndSet(MEMBERS, member, 0, { id: member });
    return new Worker(store, limits, member, opened);
  }

  work(): void {
    if (this.stopping.signal.aborted) return;
    for (let permit = this.acquire(); permit !== undefined; permit = this.acquire()) this.open.push(permit);
  }

  endOne(): void {
    const permit = this.open.shift();
    if (permit !== undefined) this.permits.release(permit);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Its sessions have ended, and the others have removed it. */
  async vanish(): Promise<void> {
    await this.stop();
    this.open.length = 0;
    const row = await this.store.getRow(MEMBERS, this.member);
    await this.store.compareAndSet(MEMBERS, this.member, row?.version ?? 0, null);
  }

  private acquire(): Permit | undefined {
    const permit = this.permits.tryAcquire('1/1', systemClock.now());
    if (permit === undefined) return undefined;
    this.granted++;
    queueMicrotask(this.opened);
    return permit;
  }
}

const hasServer = mongoServers().some(({ name }) => name !== 'ferretdb');

describe.each([
  ['the embedded store', embedded, true],
  ['a MongoDB server', onServer, hasServer],
] as const)('Permits that two processes share through %s', (_store, open, isThere) => {
  const test = isThere ? it : it.skip;
  let opened: OpenStore | undefined;
  let workers: Worker[] = [];
  let most = 0;

  beforeEach(async () => {
    if (!isThere) return;
    opened = await open();
    most = 0;
    const limits = new LimitTable({ maxConcurrency: 100, maxNewPerSecond: -1 });
    limits.set('1/1', { maxConcurrency: MOST, maxNewPerSecond: -1 });
    const look = (): void => {
      most = Math.max(
        most,
        workers.reduce((sum, worker) => sum + worker.open.length, 0),
      );
    };
    const { store } = opened;
    workers = await Promise.all(['one', 'two'].map(async (name) => Worker.join(store, limits, name, look)));
  });

  afterEach(async () => {
    await Promise.all(workers.map(async (worker) => worker.stop()));
    await opened?.close();
  });

  test('go to both of them, and are never more than the limit', async () => {
    for (let round = 0; Math.min(...workers.map(({ granted }) => granted)) < 20; round++) {
      for (const worker of workers) {
        worker.work();
        worker.endOne();
      }
      await systemClock.wait(10);
      expect(round).toBeLessThan(3_000);
    }
    expect(most).toBe(MOST);
  });

  test('all go to the one that is left', async () => {
    const [one, two] = workers as [Worker, Worker];
    one.work();
    while (one.open.length < MOST) await systemClock.wait(10);
    two.work();
    await one.vanish();
    while (two.open.length < MOST) await systemClock.wait(10);
    expect(two.open).toHaveLength(MOST);
  });
});
