import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fault } from '#contract';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { allProjections } from '../models/all-projections.js';
import { DeviceStreams } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { projectAll } from '../test/projected-read-store.js';
import { accepted, METER, OPTIONS, OTHER_METER, registered, START, started, succeeded } from '../test/samples.js';
import { CommandQueries, type CommandListing } from './command-queries.js';
import { DeviceQueries, type DeviceFilter } from './device-queries.js';
import { KeyQueries } from './key-queries.js';
import { MeterEventQueries, type MeterEventFilter } from './meter-event-queries.js';
import { MeterReadQueries } from './meter-read-queries.js';
import type { MeterReadFilter } from './meter-read-view.js';
import type { ItemPage, PageRequest } from './page.js';

jest.setTimeout(60_000);

const OLD_METER = 'KAIF0000000000001';
const DAY = 86_400_000;
const NOON = Date.parse('2026-11-20T00:00:00+01:00');
const day = (n: number): string => `2026-11-${20 + n}T00:00:00+01:00`;

let opened: OpenReadStore;
beforeAll(async () => {
  const store = new MemoryEventStore();
  const streams = new DeviceStreams(store);
  opened = await openReadStore();
  await streams.append([registered()]);
  await streams.append([registered({ protocolVersion: '5.0.0' })], { device: OTHER_METER });
  await streams.append([registered({ protocolName: 'DSMR', protocolVersion: '4.2.2' })], { device: OLD_METER });
  await streams.append([accepted()], { correlationUid: 'open' });
  await streams.append([accepted(OPTIONS, 'FindEvents'), started(), succeeded], { correlationUid: 'done' });
  await streams.append([accepted(), { type: 'CommandFailed', data: { fault: fault(412, '', 'PROTOCOL_DLMS') } }], {
    correlationUid: 'failed',
    device: OTHER_METER,
    actor: 'other/x/-',
  });
  const reads = [0, 1, 2].map((n) => ({ logTime: day(n), activeEnergyImport: `${n}.000` }));
  await streams.append([
    { type: 'MeterReadsCollected', data: { kind: 'DAILY', channel: null, unit: 'KWH', reads } },
    { type: 'MeterReadsCollected', data: { kind: 'DAILY', channel: 1, unit: 'M3', reads: [{ logTime: day(1) }] } },
    { type: 'MeterReadsCollected', data: { kind: 'MONTHLY', channel: null, unit: 'KWH', reads: [{ logTime: day(1) }] } },
    { type: 'MeterReadsCollected', data: { kind: 'DAILY', channel: null, unit: 'KWH', reads: [{ logTime: day(1), activeEnergyImport: '1.500' }] } },
  ]);
  const row = (n: number) => ({ timestamp: day(n), eventCode: n, eventType: 'POWER_UP' });
  await streams.append([
    { type: 'MeterEventsCollected', data: { category: 'STANDARD_EVENT_LOG', events: [row(2), row(0)] } },
    { type: 'MeterEventsCollected', data: { category: 'FRAUD_DETECTION_LOG', events: [row(1)] } },
  ]);
  const key = (keyId: string) => ({ type: 'E_METER_AUTHENTICATION_KEY', keyId, fingerprint: `of-${keyId}` }) as const;
  await streams.append([
    { type: 'KeyStored', data: key('k1') },
    { type: 'KeyActivated', data: key('k1') },
    { type: 'KeyStored', data: key('k2') },
  ]);
  await projectAll(allProjections, store, opened.readStore);
});
afterAll(async () => opened.close());

async function everything<T>(list: (page: PageRequest) => Promise<ItemPage<T>>, limit: number): Promise<readonly T[]> {
  const items: T[] = [];
  let page = await list({ limit });
  for (;;) {
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.next === null) return items;
    page = await list({ limit, after: page.next });
  }
}

describe('Device queries', () => {
  it('answers a device with its position, without what serves the projection only', async () => {
    const device = await new DeviceQueries(opened.readStore).get(METER);
    expect(device).toMatchObject({ deviceIdentification: METER, protocolName: 'SMR', protocolVersion: '5.1', position: expect.any(Number) });
    expect(device).not.toHaveProperty('running');
    expect(device).not.toHaveProperty('protocol');
    expect(await new DeviceQueries(opened.readStore).get('nobody')).toBeUndefined();
  });

  it.each<[DeviceFilter, readonly string[]]>([
    [{}, [OLD_METER, METER, OTHER_METER]],
    [{ protocol: 'SMR' }, [METER, OTHER_METER]],
    [{ protocol: 'SMR 5.1' }, [METER]],
    [{ protocol: 'SMR 9' }, []],
    [{ lifecycle: 'NEW_IN_INVENTORY', protocol: 'DSMR' }, [OLD_METER]],
    [{ lifecycle: 'IN_USE' }, []],
    [{ gateway: METER }, []],
    [{ q: 'TEST' }, [METER, OTHER_METER]],
    [{ q: METER, protocol: 'SMR' }, [METER]],
  ])('lists by %j', async (filter, expected) => {
    const queries = new DeviceQueries(opened.readStore);
    for (const limit of [1, 50]) {
      const items = await everything(async (page) => queries.list(filter, page), limit);
      expect(items.map(({ deviceIdentification }) => deviceIdentification)).toEqual(expected);
    }
  });
});

describe('Command queries', () => {
  it('answers a command with its position', async () => {
    expect(await new CommandQueries(opened.readStore).get('done')).toMatchObject({ status: 'SUCCEEDED', deviceIdentification: METER, position: 7 });
    expect(await new CommandQueries(opened.readStore).get('nothing')).toBeUndefined();
  });

  it.each<[CommandListing, readonly string[]]>([
    [{ organisation: 'acme' }, ['done', 'open']],
    [{ organisation: 'other' }, ['failed']],
    [{ organisation: 'acme', status: 'ACCEPTED' }, ['open']],
    [{ organisation: 'acme', operation: 'FindEvents' }, ['done']],
    [{ organisation: 'acme', deviceIdentification: METER }, ['done', 'open']],
    [{ organisation: 'other', deviceIdentification: METER }, []],
    [{ organisation: 'acme', deviceIdentification: METER, status: 'SUCCEEDED' }, ['done']],
    [{ organisation: 'acme', acceptedFrom: START + 5000 }, ['done']],
    [{ organisation: 'acme', acceptedTo: START + 5000 }, ['open']],
    [{ organisation: 'acme', acceptedFrom: START + 5000, acceptedTo: START + 5001 }, ['done']],
  ])('lists by %j, the latest first', async (filter, expected) => {
    const queries = new CommandQueries(opened.readStore);
    for (const limit of [1, 50]) {
      const items = await everything(async (page) => queries.list(filter, page), limit);
      expect(items.map(({ correlationUid }) => correlationUid)).toEqual(expected);
    }
  });

  it('brings a limit inside 1 to 500', async () => {
    const queries = new CommandQueries(opened.readStore);
    expect((await queries.list({ organisation: 'acme' }, { limit: 0 })).items).toHaveLength(1);
    expect((await queries.list({ organisation: 'acme' }, { limit: 1_000_000 })).items).toHaveLength(2);
  });

  it('refuses what is no cursor', async () => {
    const list = new CommandQueries(opened.readStore).list({ organisation: 'acme' }, { after: 'nonsense' });
    await expect(list).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('Meter read queries', () => {
  it.each<[MeterReadFilter, readonly string[]]>([
    [{}, ['DAILY 0.000', 'DAILY 1.500', 'MONTHLY -', 'DAILY/1 -', 'DAILY 2.000']],
    [{ kind: 'MONTHLY' }, ['MONTHLY -']],
    [{ kind: 'DAILY', from: NOON + DAY }, ['DAILY 1.500', 'DAILY/1 -', 'DAILY 2.000']],
    [{ channel: 1 }, ['DAILY/1 -']],
    [{ channel: null, to: NOON + 2 * DAY }, ['DAILY 0.000', 'DAILY 1.500', 'MONTHLY -']],
    [{ from: NOON, to: NOON + DAY }, ['DAILY 0.000']],
    [{ kind: 'DAILY', versions: true, from: NOON + DAY, to: NOON + DAY + 1 }, ['DAILY 1.000', 'DAILY 1.500', 'DAILY/1 -']],
  ])('lists by %j in the order of time', async (filter, expected) => {
    const queries = new MeterReadQueries(opened.readStore);
    for (const limit of [1, 50]) {
      const items = await everything(async (page) => queries.list(METER, filter, page), limit);
      const texts = items.map(
        ({ kind, channel, activeEnergyImport }) => `${kind}${channel === null ? '' : `/${channel}`} ${activeEnergyImport?.value ?? '-'}`,
      );
      expect(texts).toEqual(expected);
    }
  });

  it.each([false, true])('shows what the interface promises, nothing internal (versions: %s)', async (versions) => {
    const { items } = await new MeterReadQueries(opened.readStore).list(METER, { versions }, { limit: 1 });
    const names = ['activeEnergyImport', 'channel', 'collectedAt', 'correlationUid', 'kind', 'logTime', 'revision'];
    expect(Object.keys(items[0] ?? {}).toSorted()).toEqual(names);
  });

  it.each(['nonsense', Buffer.from('[1,2]').toString('base64url')])('refuses %s as a cursor of versions', async (after) => {
    const list = new MeterReadQueries(opened.readStore).list(METER, { versions: true }, { after });
    await expect(list).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('Meter event queries', () => {
  it.each<[MeterEventFilter, readonly number[]]>([
    [{}, [0, 1, 2]],
    [{ category: 'STANDARD_EVENT_LOG' }, [0, 2]],
    [{ from: NOON + 1 }, [1, 2]],
    [{ category: 'STANDARD_EVENT_LOG', to: NOON + DAY }, [0]],
  ])('lists by %j in the order of time', async (filter, expected) => {
    const queries = new MeterEventQueries(opened.readStore);
    const items = await everything(async (page) => queries.list(METER, filter, page), 1);
    expect(items.map(({ eventCode }) => eventCode)).toEqual(expected);
  });
});

describe('Key queries', () => {
  it('lists the keys of a device, the latest first, and the change that is under way', async () => {
    const items = await new KeyQueries(opened.readStore).list(METER);
    expect(items.map(({ type, status, fingerprint, pendingChange }) => [type, status, fingerprint, pendingChange?.fingerprint])).toEqual([
      ['E_METER_AUTHENTICATION_KEY', 'NEW', 'of-k2', undefined],
      ['E_METER_AUTHENTICATION_KEY', 'ACTIVE', 'of-k1', 'of-k2'],
    ]);
    expect(await new KeyQueries(opened.readStore).list(OTHER_METER)).toEqual([]);
  });
});
