import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { eventsOf } from '../support/history.js';
import { TestSite } from '../support/test-site.js';

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.20.13.1', meters: 2 });
});
afterAll(async () => site?.stop());

const device = async (meter: string, position: string) =>
  (await site.api.get(`/v1/devices/${meter}?minPosition=${encodeURIComponent(position)}`)).body;

it('SetDeviceCommunicationSettings counts from the next session on', async () => {
  const meter = site.meter('SMR 5.1');
  const settings = {
    challengeLength: 32,
    withListMax: 1,
    selectiveAccessSupported: true,
    ipAddressIsStatic: true,
    useSn: false,
    useHdlc: false,
    polyphase: false,
  };
  const few = await site.counters(meter);
  await site.api.run('GetActualMeterReads', meter);
  const between = await site.counters(meter);
  const command = await site.api.run('SetDeviceCommunicationSettings', meter, settings);
  expect(command).toMatchObject({ status: 'SUCCEEDED', attempts: [] });
  expect(await eventsOf(site.api, meter, command.correlationUid)).toEqual(['CommandAccepted', 'CommunicationSettingsChanged', 'CommandSucceeded']);
  expect(await device(meter, command.position)).toMatchObject(settings);
  await site.api.run('GetActualMeterReads', meter);
  const after = await site.counters(meter);
  // One attribute in a request now.
  expect(after.requests - between.requests).toBeGreaterThan(between.requests - few.requests);
});

it('SetDeviceLifecycleStatus follows what may follow', async () => {
  const meter = site.meter('DSMR 4.2.2');
  const set = (deviceLifecycleStatus: string) => site.api.run('SetDeviceLifecycleStatus', meter, { deviceLifecycleStatus });
  const used = await set('IN_USE');
  expect(used).toMatchObject({ status: 'SUCCEEDED', attempts: [] });
  expect(await device(meter, used.position)).toMatchObject({ lifecycleStatus: 'IN_USE' });
  expect(await set('READY_FOR_USE')).toMatchObject({ status: 'FAILED', fault: { code: 401, component: 'DOMAIN_SMART_METERING' } });
  const again = await set('IN_USE');
  expect(await eventsOf(site.api, meter, again.correlationUid)).toEqual(['CommandAccepted', 'CommandSucceeded']);
});

it('UpdateProtocol takes a protocol that is known', async () => {
  const meter = site.meter('SMR 5.1');
  const command = await site.api.run('UpdateProtocol', meter, { protocol: 'SMR', protocolVersion: '5.2' });
  expect(await device(meter, command.position)).toMatchObject({ protocolName: 'SMR', protocolVersion: '5.2' });
  const unknown = { deviceIdentification: meter, data: { protocol: 'SMR', protocolVersion: '9.9' } };
  const { status, body } = await site.api.post('/v1/commands/UpdateProtocol', unknown);
  expect([status, body['code']]).toEqual([422, 206]);
  // The meter is one of SMR 5.1 in truth: it has no such object.
  expect(await site.api.run('GetThdFingerprint', meter, undefined, { bypassRetry: true })).toMatchObject({ fault: { code: 412 } });
});

it('neither of them can be put off', async () => {
  const options = { scheduleTime: '2099-01-01T00:00:00Z' };
  const body = { deviceIdentification: site.meter('SMR 5.1'), data: { deviceLifecycleStatus: 'DESTROYED' }, options };
  const { status, body: problem } = await site.api.post<{ errors: unknown }>('/v1/commands/SetDeviceLifecycleStatus', body);
  expect(status).toBe(400);
  expect(problem.errors).toMatchObject([{ field: 'options.scheduleTime' }]);
});
