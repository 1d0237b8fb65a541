import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_POLICY, uniformPolicies } from '#domain';
import { EventRegistry, silentLog, systemClock, uuidv7, verifyStream } from '#event-sourcing';
import { allEventTypes, deviceRepository, deviceStream } from '#orchestration';
import { parseMasterKeys } from '#security';
import { openStores, type Stores } from '#stores';
import { TEST_MASTER_KEY } from '../../support/platform-process.js';
import { deviceName } from './device-name.js';
import { fillHouse } from './fill-house.js';

jest.setTimeout(60_000);

const DUE = Date.now() + 3_600_000;

describe('a house that was filled for a benchmark', () => {
  let data: string;
  let stores: Stores;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'meterlog-house-'));
    await fillHouse(data, 3, (index) => [undefined, { priority: 1 }, { priority: 2, dueAt: DUE }][index]);
    stores = await openStores({ data, masterKeys: parseMasterKeys(TEST_MASTER_KEY), log: silentLog });
  });
  afterAll(async () => {
    await stores.close();
    await rm(data, { recursive: true, force: true });
  });

  it.each([0, 1, 2])('has a record of device %d that verifies', async (index) => {
    expect(verifyStream(await stores.events.readStream(deviceStream(deviceName(index))))).toMatchObject({ ok: true });
  });

  it('has commands that wait, and takes more', async () => {
    const policies = uniformPolicies(DEFAULT_POLICY);
    const devices = deviceRepository({ store: stores.events, registry: new EventRegistry(allEventTypes), clock: systemClock, policies });
    const waiting = await Promise.all([0, 1, 2].map(async (index) => Object.values((await devices.load(deviceName(index))).state.open)));
    expect(waiting).toEqual([
      [],
      [expect.objectContaining({ operation: 'GetActualMeterReads', priority: 1, status: 'ACCEPTED' })],
      [expect.objectContaining({ operation: 'GetActualMeterReads', priority: 2, status: 'SCHEDULED', dueAt: DUE })],
    ]);
    const [open] = waiting[2] ?? [];
    const uid = open?.correlationUid ?? '';
    const context = { commandId: uuidv7(Date.now()), correlationUid: uid, causationId: null, actor: 'operations/test/-' };
    const { events } = await devices.execute(deviceName(2), { kind: 'ChangePriority', correlationUid: uid, priority: 7, reason: 'test' }, context);
    expect(events.map(({ type }) => type)).toEqual(['PriorityChanged']);
  });
});
