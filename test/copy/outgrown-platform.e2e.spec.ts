import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestPlatform } from '../../apps/platform/test-support/test-platform.js';
import { startFleet, type Fleet } from '../../apps/simulator/src/index.js';
import { type Facade, startFacade } from '../../eventstore/facade/index.js';
import { eventually } from '../support/eventually.js';
import { MONGO_SERVERS_SKIPPED, mongoServers, type RunningMongoServer } from '../support/mongo-servers.js';
import { removeTemporaryDirectories, temporaryDirectory } from './sample-house.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(120_000);

interface FleetDevice {
  readonly deviceIdentification: string;
}

const [mongoServer] = mongoServers();
const described = mongoServer === undefined ? describe.skip : describe;
const name = mongoServer === undefined ? MONGO_SERVERS_SKIPPED : `EventStoreDB (the façade) and ${mongoServer.name}`;

described(`the platform on ${name}`, () => {
  let server: RunningMongoServer;
  let facade: Facade;
  let fleet: Fleet;
  let options: { readonly eventStore: string; readonly readStore: string };
  let devices: readonly FleetDevice[];
  beforeAll(async () => {
    if (mongoServer === undefined) throw new Error('there is no MongoDB server');
    server = await mongoServer.start();
    facade = await startFacade({ directory: await temporaryDirectory() });
    fleet = await startFleet({ meters: 1, base: '127.19.8.1', port: 0, controlPort: 0 });
    options = { eventStore: facade.connectionString, readStore: server.url };
    devices = (await (await fetch(`http://127.0.0.1:${fleet.controlPort}/devices.json`)).json()) as readonly FleetDevice[];
  });
  afterAll(async () => {
    await fleet.stop();
    await facade.stop();
    await server.stop();
    await removeTemporaryDirectories();
  });

  it('registers a meter, reads it and collects from it, and goes on after a new start', async () => {
    const deviceIdentification = devices[0]?.deviceIdentification ?? '';
    const first = await TestPlatform.start(options);
    try {
      expect((await first.carriedOut('AddDevice', devices[0] ?? {})).body).toMatchObject({ status: 'SUCCEEDED' });
      expect((await first.carriedOut('GetActualMeterReads', { deviceIdentification })).body).toMatchObject({ status: 'SUCCEEDED' });
      expect((await first.get('/health/ready')).status).toBe(200);
    } finally {
      await first.stop();
    }

    const second = await TestPlatform.start(options);
    try {
      const actions = [{ operation: 'SynchronizeTime', data: { timeZone: 'Europe/Amsterdam' } }, { operation: 'GetActualMeterReads' }];
      const ended = await second.carriedOut('Bundle', { deviceIdentification, data: { actions } });
      expect(ended.body).toMatchObject({ status: 'SUCCEEDED', response: { actions: [{ result: 'OK' }, { result: 'OK' }] } });
      const reads = (await second.get(`/v1/devices/${deviceIdentification}/meter-reads?kind=ACTUAL`)).body['items'];
      expect((reads as readonly unknown[]).length).toBeGreaterThanOrEqual(1);
    } finally {
      await second.stop();
    }
  });

  it('is not ready while its event store cannot be reached', async () => {
    const platform = await TestPlatform.start(options);
    try {
      const ready = async (): Promise<number> => (await platform.get('/health/ready')).status;
      await eventually(ready, (status) => status === 200);
      facade.refuseConnections();
      await eventually(ready, (status) => status === 503);
      expect((await platform.get('/health/ready')).body).toMatchObject({ status: 503, detail: 'a store does not work now: events' });
      facade.acceptConnections();
      await eventually(ready, (status) => status === 200);
    } finally {
      facade.acceptConnections();
      await platform.stop();
    }
  });
});
