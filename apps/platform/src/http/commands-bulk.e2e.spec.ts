import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDevice } from '../../test-support/requests.js';
import { answered, ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { API_KEY, TestPlatform } from '../../test-support/test-platform.js';
import { BulkActs, type BulkOutcome } from '../commands/bulk/bulk-acts.js';
import { bulkRequestOf } from './params/bulk-request.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const gateway = new ScriptedGateway();
let test: TestPlatform;
beforeAll(async () => {
  gateway.script = async (request) => answered(request, (operation) => ({ of: operation }));
  test = await TestPlatform.start({ gateway: () => gateway });
});
afterAll(() => test.stop());

let devices = 0;
/** A device of its own for each test, so that they do not meet each other's commands. */
async function newDevice(): Promise<string> {
  const device = `TEST10240000${String(++devices).padStart(5, '0')}`;
  await test.carriedOut('AddDevice', addDevice(device));
  return device;
}
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();
async function schedule(deviceIdentification: string, count: number, options: object = {}, operation: object = { operation: 'GetActualMeterReads' }) {
  const commands = Array.from({ length: count }, () => ({ ...operation, deviceIdentification, options: { scheduleTime: tomorrow(), ...options } }));
  const { body } = await test.post('batch', { commands });
  return (body['items'] as { correlationUid: string }[]).map(({ correlationUid }) => correlationUid);
}
const bulk = async (filter: object, action: string, more: object = {}) => test.post('bulk', { filter, action, reason: 'storm', ...more });
const statusOf = async (uid: string | undefined) => (await test.get(`/v1/commands/${uid}`)).body['status'];
const fresh = (uids: readonly string[]) => Promise.all(uids.map(statusOf));
const counts = { unchanged: 0, refused: {}, next: null };

describe('a bulk act', () => {
  it('changes what matches and nothing else', async () => {
    const [device, other] = [await newDevice(), await newDevice()];
    const matching = await schedule(device, 3, { priority: 2 });
    const others = [
      ...(await schedule(device, 1)),
      ...(await schedule(other, 1, { priority: 2 })),
      ...(await schedule(device, 1, { priority: 2 }, { operation: 'SynchronizeTime', data: { timeZone: 'UTC' } })),
    ];
    const filter = { deviceIdentification: device, priority: 2, operation: 'GetActualMeterReads' };
    expect(await bulk(filter, 'hold')).toMatchObject({ status: 200, body: { ...counts, matched: 3, changed: 3 } });
    const minPosition = (await test.get(`/v1/devices/${device}/history?limit=500&type=CommandHeld`)).body['items'] as { position: string }[];
    await test.get(`/v1/commands?limit=1&minPosition=${minPosition.at(-1)?.position}`);
    expect(await fresh(matching)).toEqual(['HELD', 'HELD', 'HELD']);
    expect(await fresh(others)).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
    expect(await bulk({ ...filter, status: 'HELD' }, 'hold')).toMatchObject({ body: { ...counts, matched: 3, changed: 0, unchanged: 3 } });
  });

  it('leaves who did it and why on each, under one uid', async () => {
    const device = await newDevice();
    await schedule(device, 2);
    const { body } = await bulk({ deviceIdentification: device }, 'priority', { priority: 8 });
    expect(body).toMatchObject({ matched: 2, changed: 2 });
    const { items } = (await test.get(`/v1/devices/${device}/history?type=PriorityChanged`)).body as { items: object[] };
    const event = { causationId: body['bulkUid'], actor: expect.stringMatching(/^operations\//), data: { priority: 8, reason: 'storm' } };
    expect(items).toMatchObject([event, event]);
  });

  it('cancels, releases and ranks what is held, too', async () => {
    const device = await newDevice();
    await schedule(device, 2);
    const filter = { deviceIdentifications: [device] };
    for (const [action, more] of [
      ['hold', {}],
      ['priority', { priority: 1 }],
      ['release', {}],
      ['hold', {}],
      ['cancel', {}],
    ] as const)
      expect((await bulk(filter, action, more)).body).toMatchObject({ ...counts, matched: 2, changed: 2 });
    expect((await bulk(filter, 'cancel')).body).toMatchObject({ ...counts, matched: 0, changed: 0 });
  });

  it('tells how many could not be changed, and why', async () => {
    const device = await newDevice();
    let finish = (): void => undefined;
    const begun = new Promise<void>((running) => {
      gateway.script = async (request) => {
        running();
        await new Promise<void>((resolve) => (finish = resolve));
        return answered(request, () => null);
      };
    });
    const uid = String((await test.post('GetActualMeterReads', { deviceIdentification: device })).body['correlationUid']);
    await begun;
    await schedule(device, 1);
    expect((await bulk({ deviceIdentification: device }, 'hold')).body).toMatchObject({ matched: 2, changed: 1, refused: { NOT_HOLDABLE: 1 } });
    gateway.script = async (request) => answered(request, () => null);
    finish();
    expect((await test.get(`/v1/commands/${uid}?wait=20`)).body).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('only counts and shows in a dry run', async () => {
    const device = await newDevice();
    const uids = await schedule(device, 25);
    const { body } = await bulk({ deviceIdentification: device }, 'cancel', { dryRun: true });
    expect(body).toMatchObject({ ...counts, matched: 25, changed: 0 });
    expect(body['items']).toHaveLength(20);
    expect(body['items']).toMatchObject(expect.arrayContaining([expect.objectContaining({ deviceIdentification: device, status: 'SCHEDULED' })]));
    expect(await statusOf(uids[0])).toBe('SCHEDULED');
  });

  it('is done in parts when it takes long: each command once', async () => {
    const [one, two] = [await newDevice(), await newDevice()];
    await schedule(one, 7);
    await schedule(two, 5);
    const { devices: repository, queries, clock, access } = test.platform;
    // No time at all: every request ends after its first page.
    const acts = new BulkActs({ devices: repository, commands: queries.commands, clock, budget: 0, page: 3 });
    const principal = access.authenticate(API_KEY);
    if (principal === undefined) throw new Error('the key of the tests is none');
    const body = { filter: { deviceIdentifications: [one, two] }, action: 'cancel', reason: 'enough' };
    // By itself the class does not wait until the list knows what was accepted just now.
    expect((await bulk(body.filter, 'cancel', { dryRun: true })).body).toMatchObject({ matched: 12, changed: 0 });
    const outcomes: BulkOutcome[] = [];
    for (let next: string | null | undefined; next !== null; next = outcomes.at(-1)?.next ?? null)
      outcomes.push(await acts.run(bulkRequestOf(next === undefined ? body : { ...body, after: next }), principal, new AbortController().signal));
    const changed = outcomes.map((outcome) => outcome.changed).filter((count) => count > 0);
    expect(changed).toEqual([3, 3, 1, 3, 2]);
    expect(new Set(outcomes.map(({ bulkUid }) => bulkUid)).size).toBe(1);
    const after = outcomes[0]?.next;
    // What belongs to another request is refused: it would go on in the middle of other matches.
    expect(await bulk(body.filter, 'hold', { after })).toMatchObject({ status: 400, body: { errors: [{ field: 'after' }] } });
    expect(await test.post('bulk', { ...body, after })).toMatchObject({ status: 200, body: { matched: 0, next: null } });
  });

  it.each([
    ['without a reason', { filter: {}, action: 'hold' }, 'reason'],
    ['for a blank reason', { filter: {}, action: 'hold', reason: ' ' }, 'reason'],
    ['without a filter', { action: 'hold', reason: 'x' }, 'filter'],
    ['by what is no filter', { filter: { organisation: 'others' }, action: 'hold', reason: 'x' }, 'filter.organisation'],
    ['on what has ended', { filter: { status: 'FAILED' }, action: 'hold', reason: 'x' }, 'filter.status'],
    ['on devices that can be none', { filter: { deviceIdentifications: ['x'] }, action: 'hold', reason: 'x' }, 'filter.deviceIdentifications'],
    ['from no instant on', { filter: { acceptedFrom: 'monday' }, action: 'hold', reason: 'x' }, 'filter.acceptedFrom'],
    ['that nobody knows', { filter: {}, action: 'explode', reason: 'x' }, 'action'],
    ['to no priority', { filter: {}, action: 'priority', reason: 'x' }, 'priority'],
    ['to a priority that is none', { filter: {}, action: 'priority', priority: 10, reason: 'x' }, 'priority'],
    ['with a priority that it has no use for', { filter: {}, action: 'hold', priority: 5, reason: 'x' }, 'priority'],
    ['after what is no cursor', { filter: {}, action: 'hold', reason: 'x', after: 'abc' }, 'after'],
  ])('is refused %s: 400', async (_what, body, field) => {
    expect(await test.post('bulk', body)).toMatchObject({ status: 400, body: { code: 401, errors: [{ field }] } });
  });
});
