import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestPlatform } from '../../apps/platform/test-support/test-platform.js';
import { startFleet, type Fleet } from '../../apps/simulator/src/index.js';
import { type Facade, startFacade } from '../../eventstore/facade/index.js';
import { eventually } from '../support/eventually.js';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer } from '../support/mongo-servers.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(180_000);

const SOON = 60_000;
const ENDED: ReadonlySet<unknown> = new Set(['SUCCEEDED', 'FAILED', 'EXPIRED', 'CANCELLED']);

const mongoServer = mongoServers().find(({ name }) => name === 'mongo-java-server');
const described = mongoServer === undefined ? describe.skip : describe;

described(`the roles of a platform${mongoServer === undefined ? `: ${MONGO_SERVERS_SKIPPED}` : ''}`, () => {
  let server: RunningMongoServer;
  let facade: Facade;
  let fleet: Fleet;
  let directory: string;
  let front: TestPlatform;
  let worker: TestPlatform;
  let devices: readonly { readonly deviceIdentification: string }[];

  const start = async (...roles: readonly ('api' | 'orchestrator' | 'gateway' | 'projector')[]): Promise<TestPlatform> =>
    TestPlatform.start({ eventStore: facade.connectionString, readStore: server.url, leaseTerm: 4_000, roles: new Set(roles) });
  const read = async (platform: TestPlatform): Promise<unknown> => {
    const { body } = await platform.post('GetActualMeterReads', { deviceIdentification: devices[0]?.deviceIdentification ?? '' });
    const path = `/v1/commands/${String(body['correlationUid'])}?wait=10`;
    return eventually(
      async () => (await platform.get(path)).body['status'],
      (status) => ENDED.has(status),
      SOON,
    );
  };
  const ready = async (platform: TestPlatform): Promise<unknown> =>
    eventually(
      async () => (await platform.get('/health/ready')).status,
      (status) => status === 200,
      SOON,
    );

  beforeAll(async () => {
    if (mongoServer === undefined) throw new Error('there is no MongoDB server');
    directory = await mkdtemp(join(tmpdir(), 'meterlog-roles-'));
    server = await mongoServer.start();
    facade = await startFacade({ directory });
    fleet = await startFleet({ meters: 1, base: '127.19.9.1', port: 0, controlPort: 0 });
    devices = (await (await fetch(`http://127.0.0.1:${fleet.controlPort}/devices.json`)).json()) as typeof devices;
    front = await start('api', 'projector');
    worker = await start('orchestrator', 'gateway');
    expect((await front.carriedOut('AddDevice', devices[0] ?? {})).status).toBe(200);
  });
  afterAll(async () => {
    await worker.stop();
    await front.stop();
    await fleet.stop();
    await facade.stop();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('have one process take a command and another one carry it out', async () => {
    await ready(worker);
    expect(await read(front)).toBe('SUCCEEDED');
    expect((await worker.get('/metrics')).text).toMatch(/^meterlog_sessions_total\{outcome="COMPLETED",code=""\} [1-9]/m);
    expect((await front.get('/metrics')).text).not.toMatch(/^meterlog_sessions_total\{/m);
  });

  it('leave clients to those with the role api', async () => {
    expect((await worker.get('/v1/devices')).status).toBe(404);
    expect((await worker.get('/health/live')).status).toBe(200);
  });

  it('let read models be asked for everywhere, and be rebuilt where they are kept', async () => {
    const other = await start('api');
    try {
      await ready(other);
      const list = (await other.get('/v1/projections')).body as unknown as readonly { readonly state: string }[];
      expect(list.map(({ state }) => state)).toEqual(Array.from({ length: list.length }, () => 'LIVE'));
      const elsewhere = await other.send({ method: 'POST', url: '/v1/projections/devices/rebuild' });
      expect([elsewhere.status, elsewhere.body['code']]).toEqual([409, 'KEPT_ELSEWHERE']);
      // On a busy machine the lease may just have been lost, and is taken again.
      const here = async (): Promise<number> => (await front.send({ method: 'POST', url: '/v1/projections/devices/rebuild' })).status;
      await eventually(here, (status) => status === 202, SOON);
      expect(await read(other)).toBe('SUCCEEDED');
    } finally {
      await other.stop();
    }
  });

  it('are taken over by another process when one stops', async () => {
    const [otherWorker, otherProjector] = [await start('orchestrator', 'gateway'), await start('projector')];
    try {
      await ready(otherWorker);
      await worker.stop();
      await front.stop();
      front = await start('api');
      expect(await read(front)).toBe('SUCCEEDED');
      expect((await otherWorker.get('/metrics')).text).toMatch(/^meterlog_sessions_total\{outcome="COMPLETED",code=""\} [1-9]/m);
    } finally {
      await otherProjector.stop();
      worker = otherWorker;
    }
  });
});
