import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide, DEFAULT_POLICY, evolve, initialState, uniformPolicies, type DeviceCommand, type DeviceEvent, type DeviceState } from '#domain';
import { DeciderRepository, silentLog, systemClock } from '#event-sourcing';
import { eventsWriterModule, openEmbeddedEventStore, type EventStore } from '#eventstore';
import { openSqliteFile, type SqliteFile } from '#sqlite';
import { allProjections } from '../models/all-projections.js';
import { CommandQueries } from '../queries/command-queries.js';
import { DueQueries } from '../queries/due-queries.js';
import { compareReadModels } from '../rebuild/compare-read-models.js';
import { registry } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { projectAll } from '../test/projected-read-store.js';
import { OPTIONS, SETTINGS } from '../test/samples.js';
import { ProjectionRunner } from './projection-runner.js';

jest.setTimeout(60_000);

/** On a busy machine, too. */
const SOON = 30_000;

const METERS = 20;
const COMMANDS = 5;

let dir: string;
let file: SqliteFile;
let store: EventStore;
let reads: OpenReadStore;
let fresh: OpenReadStore;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'meterlog-projections-'));
  file = await openSqliteFile({ path: join(dir, 'events.db'), synchronous: 'FULL', modules: { events: eventsWriterModule } });
  store = await openEmbeddedEventStore(file);
  [reads, fresh] = await Promise.all([openReadStore(), openReadStore()]);
});
afterEach(async () => {
  await store.close();
  await Promise.all([file.close(), reads.close(), fresh.close()]);
  await rm(dir, { recursive: true, force: true });
});

function addDevice(correlationUid: string): DeviceCommand {
  const types = ['E_METER_MASTER_KEY', 'E_METER_AUTHENTICATION_KEY', 'E_METER_ENCRYPTION_KEY_UNICAST'] as const;
  const data = { device: SETTINGS, deviceModel: { manufacturer: 'Test' }, overwrite: false };
  const keys = types.map((type) => ({ type, keyId: `${type}-1`, fingerprint: 'f' }));
  const request = { correlationUid, data, options: OPTIONS, requestHash: correlationUid, actor: 'acme/-/-', organisation: 'acme' };
  return { kind: 'Accept', operation: 'AddDevice', keys, ...request };
}

function lifeOf(correlationUid: string): readonly DeviceCommand[] {
  const request = { correlationUid, data: null, options: OPTIONS, requestHash: correlationUid, actor: 'acme/-/-' };
  const lease = { correlationUid, leaseToken: 'lease' };
  return [
    { kind: 'Accept', operation: 'GetActualMeterReads', ...request },
    { kind: 'StartAttempt', ...lease },
    { kind: 'FinishAttempt', ...lease, attempt: 1, facts: [], answers: [], outcome: { kind: 'succeeded' } },
  ];
}

describe('Projections over the embedded stores', () => {
  it('follow concurrent writers live and end as a build from zero does', async () => {
    const devices = new DeciderRepository<DeviceState, DeviceEvent>({
      store,
      registry,
      clock: systemClock,
      stream: (id) => `device-${id}`,
      initialState,
      evolve,
    });
    const runner = new ProjectionRunner({
      store,
      readStore: reads.readStore,
      registry,
      projections: allProjections,
      clock: systemClock,
      log: silentLog,
    });
    await runner.start();
    const carryOut = async (device: string, command: DeviceCommand, uid: string) => {
      const context = { commandId: `${uid}-${command.kind}`, correlationUid: uid, causationId: null, actor: 'acme/-/-' };
      return devices.decide(device, context, (state, now) => decide(command, state, now, uniformPolicies(DEFAULT_POLICY)));
    };
    const liveOn = async (device: string): Promise<void> => {
      await carryOut(device, addDevice(`add-${device}`), `add-${device}`);
      for (let n = 0; n < COMMANDS; n += 1) {
        const uid = `${device}-${n}`;
        for (const command of lifeOf(uid)) await carryOut(device, command, uid);
      }
    };
    await Promise.all(Array.from({ length: METERS }, async (_, n) => liveOn(`METER${n}`)));
    for (const { name } of allProjections) expect(await runner.waitFor(name, await store.head(), SOON)).toBe(true);
    const done = await new CommandQueries(reads.readStore).list({ organisation: 'acme', status: 'SUCCEEDED' }, { limit: 500 });
    expect(done.items).toHaveLength(METERS * (COMMANDS + 1));
    expect((await new DueQueries(reads.readStore).waiting({ to: Number.MAX_SAFE_INTEGER })).rows).toEqual([]);
    await runner.stop();
    await projectAll(allProjections, store, fresh.readStore);
    expect(await compareReadModels(reads.readStore, fresh.readStore, allProjections)).toEqual([]);
  });
});
