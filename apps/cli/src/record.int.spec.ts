import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { evolve, initialState, type DeviceEvent, type DeviceState } from '#domain';
import { DeciderRepository, EventRegistry, VirtualClock } from '#event-sourcing';
import { openEsdbEventStore } from '#eventstore';
import { allEventTypes, deviceStream } from '#orchestration';
import { startFacade, type Facade } from '../../../eventstore/facade/index.js';
import { runCli } from './program.js';

jest.setTimeout(60_000);

const DEVICE = 'TEST1024000000001';

let directory: string;
let facade: Facade;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'meterlog-cli-server-'));
  facade = await startFacade({ directory });
  const store = await openEsdbEventStore(facade.connectionString);
  const registry = new EventRegistry(allEventTypes);
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const devices = new DeciderRepository<DeviceState, DeviceEvent>({ store, registry, clock, stream: deviceStream, initialState, evolve });
  const context = { commandId: 'grant', correlationUid: 'grant', causationId: null, actor: 'meterlog/test' };
  await devices.decide(DEVICE, context, () => [{ type: 'DeviceAuthorizationGranted', data: { organisation: 'acme', functionGroup: 'OWNER' } }]);
  await store.close();
});
afterAll(async () => {
  await facade.stop();
  await rm(directory, { recursive: true, force: true });
});

async function meterlog(eventStore: string, ...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  // The directory holds no record: everything has to come from the server.
  const environment = { METERLOG_DATA: join(directory, 'nothing'), METERLOG_EVENTSTORE: eventStore };
  const code = await runCli(args, { environment, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

describe('the command line on a record in EventStoreDB', () => {
  it.each([
    [['history', DEVICE, '--json'], { type: 'DeviceAuthorizationGranted', revision: 0 }],
    [['state', DEVICE, '--json'], { deviceIdentification: DEVICE, revision: 0, state: { authorizations: { acme: ['OWNER'] } } }],
    [['verify', '--all', '--json'], { events: 1, streams: 1, broken: 0 }],
  ])('answers %j', async (args, expected) => {
    const { code, out } = await meterlog(facade.connectionString, ...args);
    expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject(expected);
    expect(code).toBe(0);
  });

  it('says in one line that a connection string is none, and ends with 3', async () => {
    const { code, error } = await meterlog('esdb://', 'history', DEVICE);
    expect(error).toMatch(/^meterlog: the event store cannot be opened: .+\n$/);
    expect(code).toBe(3);
  });
});
