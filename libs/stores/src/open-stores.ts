import type { Log } from '#event-sourcing';
import { openMongoReadStore } from '#readstore';
import type { MasterKeys } from '#security';
import { lockDirectory } from '#sqlite';
import { Closers } from './closers.js';
import { openEmbeddedReads } from './embedded/open-embedded-reads.js';
import { openEmbeddedTruth } from './embedded/open-embedded-truth.js';
import { problemsOf } from './health/store-checks.js';
import { type Plan, planOf } from './plan.js';
import { bindReadsToEvents } from './reads-binding.js';
import { openMongoServer } from './servers/mongo-house.js';
import { openServerTruth } from './servers/open-server-truth.js';
import type { Stores, StoresOptions } from './stores.js';
import type { Reads, Truth } from './truth.js';

/**
 * Opens all stores of a platform. What is embedded is kept from others by the lock on its data directory. What was opened before a failure is
 * closed again.
 * @throws StoresError; SqliteError, STORE_LOCKED among them; EventStoreError; VaultError WRONG_MASTER_KEY
 */
export async function openStores(options: StoresOptions): Promise<Stores> {
  const plan = planOf(options);
  const closers = new Closers();
  try {
    const { truth, reads } = await open(plan, options, closers);
    await bindReadsToEvents(reads.reads, truth.events);
    const { checks, ...lasting } = truth;
    const all = [...checks, ...reads.checks];
    return { ...lasting, reads: reads.reads, health: async () => problemsOf(all), close: () => closers.close() };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

interface Opened {
  readonly truth: Truth;
  readonly reads: Reads;
}

async function open(plan: Plan, { data, masterKeys, log }: StoresOptions, closers: Closers): Promise<Opened> {
  if (plan.kind === 'outgrown') return onServers(plan.eventStore, plan.readStore, masterKeys, closers, log);
  const lock = lockDirectory(data);
  closers.add(() => lock.release());
  const truth = await openEmbeddedTruth(data, masterKeys, closers);
  const reads = plan.kind === 'embedded' ? await openEmbeddedReads(data, closers, log) : await openMongoReads(plan.readStore, closers, log);
  return { truth, reads };
}

async function onServers(eventStore: string, readStore: string, masterKeys: MasterKeys, closers: Closers, log: Log): Promise<Opened> {
  // One connection for vault, results and read models.
  const mongo = await openMongoServer(readStore, closers, log);
  const truth = await openServerTruth(eventStore, mongo, masterKeys, closers, log);
  const reads = await openMongoReadStore(mongo);
  closers.add(() => reads.close());
  // The vault's check is that of the same server.
  return { truth, reads: { reads, checks: [] } };
}

async function openMongoReads(readStore: string, closers: Closers, log: Log): Promise<Reads> {
  const mongo = await openMongoServer(readStore, closers, log);
  const reads = await openMongoReadStore(mongo);
  closers.add(() => reads.close());
  return { reads, checks: [{ store: 'reads', check: async () => mongo.ping() }] };
}
