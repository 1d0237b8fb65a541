import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventHash, firstHash } from '#event-sourcing';
import { historyOf } from '../support/history.js';
import { TestSite } from '../support/test-site.js';
import type { CommandView, HistoryItem, ProblemView } from '../support/views.js';

jest.setTimeout(60_000);

const METERS = 12;
let site: TestSite;
let meter: string;
let reads: CommandView;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.28.0.1', meters: METERS });
  meter = site.meter('SMR 5.1');
  reads = await site.api.run('GetActualMeterReads', meter);
  await site.api.run('SynchronizeTime', meter, { timeZone: 'Europe/Brussels' });
});
afterAll(async () => site?.stop());

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
interface State {
  readonly revision: number;
  readonly hash: string;
  readonly state: { readonly registration: { readonly device: { readonly timezone: string } } | null };
}

describe('The history of a device', () => {
  it('is a chain: each event continues the one before it, the first the name of the stream', async () => {
    const history = await historyOf(site.api, meter);
    expect(history.length).toBeGreaterThan(15);
    expect(history.map(({ revision }) => revision)).toEqual(history.map((_, index) => index));
    expect(history.map(({ prevHash }) => prevHash)).toEqual([firstHash(`device-${meter}`), ...history.slice(0, -1).map(({ hash }) => hash)]);
    expect(new Set(history.map(({ hash }) => hash)).size).toBe(history.length);
    for (const { hash, recordedAt } of history) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(new Date(recordedAt).toISOString()).toBe(recordedAt);
    }
  });

  it('shows what was hashed: every event can be verified from what is published', async () => {
    for (const { position: _position, hash, prevHash, ...published } of await historyOf(site.api, meter))
      expect(eventHash(prevHash, { ...published, stream: `device-${meter}` })).toBe(hash);
  });

  it('comes in pages that fit together, and can be filtered by type', async () => {
    const whole = await historyOf(site.api, meter);
    expect(await site.api.all<HistoryItem>(`/v1/devices/${meter}/history?limit=4`)).toEqual(whole);
    const keys = await site.api.all<HistoryItem>(`/v1/devices/${meter}/history?type=KeyStored,KeyActivated&limit=2`);
    expect(keys).toEqual(whole.filter(({ type }) => type.startsWith('Key')));
    expect(keys).toHaveLength(6);
  });

  it('names who did it', async () => {
    const history = await historyOf(site.api, meter);
    const actor = (type: string) => history.find((item) => item.type === type)?.actor;
    expect(actor('DeviceRegistered')).toMatch(/^operations\/[^/]+\/[^/]+$/);
    expect(actor('MeterReadsCollected')).toBe('meterlog/gateway');
    expect(actor('AttemptStarted')).toMatch(/^meterlog\//);
  });
});

describe('The state of a device', () => {
  const stateAt = async (when = '') => (await site.api.get<State>(`/v1/devices/${meter}/state${when}`)).body;
  const zone = ({ state }: State) => state.registration?.device.timezone;

  it('is known now and at every revision', async () => {
    const history = await historyOf(site.api, meter);
    const now = await stateAt();
    expect([now.revision, now.hash, zone(now)]).toEqual([history.length - 1, history.at(-1)?.hash, 'Europe/Brussels']);
    for (const { revision, hash } of history.slice(0, 6)) expect(await stateAt(`?revision=${revision}`)).toMatchObject({ revision, hash });
    const registered = history.findIndex(({ type }) => type === 'DeviceRegistered');
    expect((await stateAt(`?revision=${registered - 1}`)).state.registration).toBeNull();
    expect(zone(await stateAt(`?revision=${registered}`))).toBe('Europe/Amsterdam');
  });

  it('is known as it was at a time, and as it was known at a time', async () => {
    const changed = (await historyOf(site.api, meter)).find(({ type }) => type === 'ClockSynchronized');
    const before = (instant = '') => encodeURIComponent(new Date(Date.parse(instant) - 1).toISOString());
    expect(zone(await stateAt(`?at=${encodeURIComponent(changed?.occurredAt ?? '')}`))).toBe('Europe/Brussels');
    expect(zone(await stateAt(`?at=${before(changed?.occurredAt)}`))).toBe('Europe/Amsterdam');
    expect(zone(await stateAt(`?knownAt=${encodeURIComponent(changed?.recordedAt ?? '')}`))).toBe('Europe/Brussels');
    expect(zone(await stateAt(`?knownAt=${before(changed?.recordedAt)}`))).toBe('Europe/Amsterdam');
  });

  it.each([
    ['?knownAt=2001-01-01T00:00:00Z', 404],
    ['?revision=1&at=2026-01-01T00:00:00Z', 400],
    ['?revision=-1', 400],
    ['?at=yesterday', 400],
  ])('cannot be asked for with %s: %i', async (when, status) => {
    expect((await site.api.get(`/v1/devices/${meter}/state${when}`)).status).toBe(status);
  });
});

describe('The list of devices', () => {
  const list = (query: string) => site.api.all<{ deviceIdentification: string; protocolName: string }>(`/v1/devices${query}`);

  it('is ordered by identification and comes in pages that fit together', async () => {
    const all = await list('');
    expect(all.map((device) => device.deviceIdentification)).toEqual(site.devices.map((device) => device.deviceIdentification).sort());
    expect(await list('?limit=5')).toEqual(all);
    const { body } = await site.api.get<Page<unknown>>('/v1/devices?limit=5');
    expect(body.items).toHaveLength(5);
    expect(body.next).toEqual(expect.any(String));
  });

  it.each([
    ['?protocol=SMR', 6],
    ['?protocol=DSMR%204.2.2', 6],
    ['?protocol=SMR%205.2', 0],
    ['?lifecycle=NEW_IN_INVENTORY', METERS],
    ['?lifecycle=IN_USE', 0],
    ['?gateway=TEST1024000000001', 0],
    ['?q=TEST102400000000', 9],
    ['?q=TEST102400000001', 3],
    ['?q=TEST102400000001&protocol=SMR&limit=1', 1],
  ])('filtered by %s has %i', async (query, count) => {
    expect(await list(query)).toHaveLength(count);
  });
});

describe('The list of commands', () => {
  const list = (query: string) => site.api.all<CommandView>(`/v1/commands${query}`);

  it('has the latest first, without responses, in pages that fit together', async () => {
    const all = await list('');
    expect(all).toHaveLength(METERS + 2);
    expect(all.map(({ acceptedAt }) => acceptedAt)).toEqual(
      all
        .map(({ acceptedAt }) => acceptedAt)
        .sort()
        .reverse(),
    );
    expect(await list('?limit=3')).toEqual(all);
    for (const command of all) expect(command).not.toHaveProperty('response');
  });

  it.each([
    ['operation=AddDevice', METERS],
    ['operation=SynchronizeTime', 1],
    ['status=SUCCEEDED&operation=GetActualMeterReads', 1],
    ['status=FAILED', 0],
    ['acceptedTo=2001-01-01T00:00:00Z', 0],
    ['acceptedFrom=2001-01-01T00:00:00Z&operation=SynchronizeTime', 1],
  ])('filtered by %s has %i', async (query, count) => {
    expect(await list(`?${query}`)).toHaveLength(count);
  });

  it('filtered by device and time has what was accepted in it', async () => {
    const from = encodeURIComponent(reads.acceptedAt);
    const operations = (await list(`?deviceIdentification=${meter}&acceptedFrom=${from}`)).map(({ operation }) => operation);
    expect(operations).toEqual(['SynchronizeTime', 'GetActualMeterReads']);
    expect(await list(`?deviceIdentification=${meter}&acceptedTo=${from}`)).toHaveLength(1);
  });
});

describe('The keys of a device', () => {
  it('are three, active since the registration, and none is shown', async () => {
    const { body } = await site.api.get<readonly Record<string, unknown>[]>(`/v1/devices/${meter}/keys`);
    const types = ['E_METER_AUTHENTICATION_KEY', 'E_METER_ENCRYPTION_KEY_UNICAST', 'E_METER_MASTER_KEY'];
    expect(body.map(({ type }) => type)).toEqual(types);
    for (const key of body) expect(key).toMatchObject({ status: 'ACTIVE', pendingChange: null });
    for (const key of body) expect(Object.keys(key).sort()).toEqual(['fingerprint', 'pendingChange', 'since', 'status', 'type']);
    expect(new Set(body.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});

describe('minPosition', () => {
  it('makes a query see what was accepted right before', async () => {
    for (let time = 0; time < 10; time++) {
      const { correlationUid, position } = await site.api.send('GetActualMeterReads', site.meter('DSMR 4.2.2', time % 6));
      const { body } = await site.api.get<Page<CommandView>>(`/v1/commands?minPosition=${encodeURIComponent(position)}&limit=1`);
      expect(body.items[0]?.correlationUid).toBe(correlationUid);
    }
  });

  it('that the read model does not reach is 504 STALE_READ when the time is over', async () => {
    const [form, store] = JSON.parse(Buffer.from(reads.position, 'base64url').toString()) as readonly unknown[];
    const beyond = Buffer.from(JSON.stringify([form, store, 999_999_999])).toString('base64url');
    const { status, body } = await site.api.get<ProblemView>(`/v1/devices?minPosition=${encodeURIComponent(beyond)}&timeout=0.2`);
    expect([status, body.code]).toEqual([504, 'STALE_READ']);
  });
});
