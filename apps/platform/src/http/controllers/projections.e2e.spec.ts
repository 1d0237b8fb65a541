import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dueProjection, ProjectionRunner } from '#projections';
import { silentLog, systemClock } from '#event-sourcing';
import { addDevice, DEVICE } from '../../../test-support/requests.js';
import { TestPlatform } from '../../../test-support/test-platform.js';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.carriedOut('AddDevice', addDevice());
}, 30_000);
afterAll(async () => platform.stop());

const send = (method: 'POST' | 'DELETE', path: string, payload?: object) =>
  platform.send({ method, url: `/v1/projections/${path}`, ...(payload === undefined ? {} : { payload }) });

/** On embedded stores the platform keeps its read models itself. */
function runnerOf({ platform: { runner } }: TestPlatform): ProjectionRunner {
  if (!(runner instanceof ProjectionRunner)) throw new Error('it is another kind');
  return runner;
}

describe('/v1/projections', () => {
  it('tells how far the read models have come', async () => {
    const all = (await platform.get('/v1/projections')).body as unknown as readonly { readonly name: string }[];
    expect(all.map(({ name }) => name)).toEqual(['devices', 'commands', 'due', 'meterReads', 'meterEvents', 'keys', 'authorizations']);
    expect((await platform.get('/v1/projections/devices')).body).toMatchObject({
      name: 'devices',
      state: 'LIVE',
      position: expect.any(String),
      quarantined: 0,
      rebuild: null,
    });
    expect((await platform.get('/v1/projections/nothing')).status).toBe(404);
  });

  it('builds one anew: 202, and readers change over', async () => {
    const started = await send('POST', 'devices/rebuild');
    expect(started.status).toBe(202);
    expect(started.body).toMatchObject({ name: 'devices' });
    await runnerOf(platform).rebuilt('devices');
    expect((await platform.get('/v1/projections/devices')).body).toMatchObject({ generation: 2, state: 'LIVE', rebuild: null });
    expect((await platform.get(`/v1/devices/${DEVICE}`)).status).toBe(200);
  });

  it('refuses to break off what does not run', async () => {
    const refused = await send('DELETE', 'devices/rebuild');
    expect([refused.status, refused.body['code']]).toEqual([409, 'NO_REBUILD']);
    expect((await send('POST', 'nothing/rebuild')).status).toBe(404);
  });

  it('takes only what the quarantine needs', async () => {
    expect((await platform.get('/v1/projections/due/quarantine')).body).toEqual({ items: [], next: null });
    expect((await platform.get(`/v1/projections/due/quarantine/${DEVICE}`)).body['code']).toBe('NOT_QUARANTINED');
    expect((await send('POST', 'due/quarantine/replay')).body).toEqual({ items: [] });
    expect((await send('POST', 'due/quarantine/replay', { deviceIdentification: DEVICE })).status).toBe(404);
    expect((await send('POST', 'due/quarantine/replay', { device: DEVICE })).status).toBe(400);
    expect((await send('POST', 'due/quarantine/discard', { deviceIdentification: DEVICE })).status).toBe(400);
  });

  it('shows its figures as metrics', async () => {
    const { text } = await platform.get('/metrics');
    for (const name of ['lag_events', 'lag_seconds', 'position', 'generation', 'quarantined_devices'])
      expect(text).toMatch(new RegExp(`^meterlog_projection_${name}\\{projection="due"\\} \\d`, 'm'));
  });
});

describe('A device that the due index cannot follow', () => {
  it('shows in readiness and metrics, and can be replayed', async () => {
    const { stores, registry } = platform.platform;
    const { events: store, reads: readStore } = stores;
    await runnerOf(platform).stop();
    const choking = {
      ...dueProjection,
      apply: () => {
        throw new Error('cannot digest');
      },
    };
    const runner = new ProjectionRunner({ store, readStore, registry, projections: [choking], clock: systemClock, log: silentLog });
    await runner.start();
    await runner.rebuild('due', 'meterlog/test');
    await runner.rebuilt('due');
    expect(runner.quarantinedDevices()).toEqual({ due: 1 });
    await runner.stop();
    const restarted = new ProjectionRunner({ store, readStore, registry, projections: [dueProjection], clock: systemClock, log: silentLog });
    Object.assign(platform.platform, { runner: restarted });
    await restarted.start();
    expect((await platform.get('/health/ready')).body).toEqual({ status: 'ready', quarantined: { due: 1 } });
    const { body } = await platform.get('/v1/projections/due/quarantine');
    expect(body['items']).toMatchObject([{ deviceIdentification: DEVICE, error: 'Error: cannot digest', position: expect.any(String) }]);
    expect((await platform.get(`/v1/projections/due/quarantine/${DEVICE}`)).body).toMatchObject({ events: { next: null } });
    const replayed = await send('POST', 'due/quarantine/replay', { deviceIdentification: DEVICE });
    expect(replayed.body).toEqual({ items: [{ deviceIdentification: DEVICE, outcome: 'CLEARED' }] });
    expect((await platform.get('/health/ready')).body).toEqual({ status: 'ready' });
  });
});
