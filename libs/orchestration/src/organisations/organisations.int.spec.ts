import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventRegistry, silentLog, systemClock } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { openEmbeddedReadStore, readWriterModule, type ReadStore } from '#readstore';
import { createAccess, OrganisationDirectory, organisationEventTypes } from '#security';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { Organisations } from './organisations.js';

const ACTOR = 'operations/bootstrap/-';
let folder: string;
let file: SqliteFile;
let readStore: ReadStore;
let store: MemoryEventStore;
let running: (() => Promise<void>)[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meterlog-organisations-'));
  file = await openSqliteFile({ path: join(folder, 'read.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
  readStore = await openEmbeddedReadStore(file);
  store = new MemoryEventStore();
  running = [];
});
afterEach(async () => {
  for (const stop of running) await stop();
  await file.close();
  await rm(folder, { recursive: true });
});

/** One process of the platform. */
async function platform() {
  const directory = new OrganisationDirectory();
  const registry = new EventRegistry(organisationEventTypes);
  const organisations = await Organisations.open({ store, readStore, registry, directory, clock: systemClock, log: silentLog });
  const stopping = new AbortController();
  const following = organisations.follow(stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await following;
  };
  running.push(stop);
  return { organisations, stop, access: createAccess({ bootstrapKey: 'b', directory, now: () => Date.now() }) };
}
type Process = Awaited<ReturnType<typeof platform>>;

async function withKey({ organisations }: Process) {
  await organisations.execute('grid', { kind: 'RegisterOrganisation', name: 'Grid', functionGroup: 'USER' }, ACTOR);
  await organisations.execute('grid', { kind: 'RegisterApplication', application: 'mdm' }, ACTOR);
  return organisations.issueKey('grid', { application: 'mdm' }, undefined, ACTOR);
}
const known = { organisation: 'grid', application: 'mdm' };
const caughtUp = async ({ organisations }: Process): Promise<void> => {
  expect(await organisations.waitFor(await store.head(), 10_000, new AbortController().signal)).toBe(true);
};

describe('organisations', () => {
  it('are in force at once: a key opens as soon as it is issued, and no longer than it holds', async () => {
    const one = await platform();
    const { apiKey, keyId } = await withKey(one);
    expect(one.access.authenticate(apiKey)).toEqual(known);
    await one.organisations.execute('grid', { kind: 'RevokeApiKey', keyId, reason: 'lost' }, ACTOR);
    expect(one.access.authenticate(apiKey)).toBeUndefined();
  });

  it('are known to other processes, and after a restart', async () => {
    const one = await platform();
    const other = await platform();
    const { apiKey } = await withKey(one);
    await caughtUp(other);
    expect(other.access.authenticate(apiKey)).toEqual(known);
    await caughtUp(one);
    for (const stop of running.splice(0)) await stop();
    expect((await platform()).access.authenticate(apiKey)).toEqual(known);
  });

  it('are found again without their read model', async () => {
    const { apiKey } = await withKey(await platform());
    for (const stop of running.splice(0)) await stop();
    await file.close();
    await rm(join(folder, 'read.db'));
    file = await openSqliteFile({ path: join(folder, 'again.db'), synchronous: 'NORMAL', modules: { readstore: readWriterModule } });
    readStore = await openEmbeddedReadStore(file);
    const again = await platform();
    await caughtUp(again);
    expect(again.access.authenticate(apiKey)).toEqual(known);
  });

  it('record who did what, and no key', async () => {
    const { apiKey } = await withKey(await platform());
    const events = await store.readStream('organisation-grid', { from: 0, limit: 10 });
    expect(events.map(({ type }) => type)).toEqual(['OrganisationRegistered', 'ApplicationRegistered', 'ApiKeyIssued']);
    expect(JSON.stringify(events.map(({ data }) => Buffer.from(data).toString()))).not.toContain(apiKey);
  });
});
