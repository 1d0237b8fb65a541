import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDevice, DEVICE } from '../../test-support/requests.js';
import { answered, ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { TestPlatform } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const gateway = new ScriptedGateway();
let test: TestPlatform;
beforeAll(async () => {
  gateway.script = async (request) => answered(request, (operation) => ({ of: operation }));
  test = await TestPlatform.start({ gateway: () => gateway });
  await test.carriedOut('AddDevice', addDevice());
});
afterAll(() => test.stop());

interface Item {
  readonly status: number;
  readonly correlationUid?: string;
  readonly problem?: { readonly code: unknown; readonly errors: readonly { field: string }[] };
}
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();
const read = (change: object = {}): object => ({ operation: 'GetActualMeterReads', deviceIdentification: DEVICE, ...change });
const batch = async (...commands: unknown[]): Promise<readonly Item[]> => {
  const { status, body } = await test.post('batch', { commands });
  expect(status).toBe(200);
  return body['items'] as readonly Item[];
};
const statuses = (items: readonly Item[]) => items.map(({ status }) => status);

describe('a batch', () => {
  it('answers each command by itself, in order: a bad one refuses nothing else', async () => {
    const period = { periodType: 'DAILY', beginDate: 'yesterday', endDate: '2026-01-01T00:00:00Z' };
    const items = await batch(
      read(),
      read({ operation: 'GetPeriodicMeterReads', data: period }),
      read({ deviceIdentification: 'TEST1024000000999' }),
      read({ operation: 'BoilTheMeter' }),
      null,
      { operation: 'AddDevice', ...addDevice('TEST1024000000002', { protocolVersion: '0.0' }) },
      read({ idempotencyKey: ' ' }),
      read({ operation: 'SynchronizeTime', data: { timeZone: 'UTC' } }),
    );
    expect(items).toMatchObject([
      { status: 202, correlationUid: expect.any(String), deviceIdentification: DEVICE, position: expect.any(String) },
      {
        status: 400,
        problem: { code: 401, detail: expect.stringContaining('commands[1].data.beginDate'), errors: [{ field: 'commands[1].data.beginDate' }] },
      },
      { status: 404, problem: { code: 201 } },
      { status: 400, problem: { code: 401, errors: [{ field: 'commands[3].operation' }] } },
      { status: 400, problem: { code: 401, errors: [{ field: 'commands[4]' }] } },
      { status: 422, problem: { code: 206, errors: [{ field: 'commands[5].data.device.protocolName' }] } },
      { status: 400, problem: { code: 401, errors: [{ field: 'commands[6].idempotencyKey' }] } },
      { status: 202 },
    ]);
    for (const { correlationUid } of items.filter(({ status }) => status === 202))
      expect((await test.get(`/v1/commands/${correlationUid}?wait=20`)).body).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('takes commands of one device in the order of the list: what is registered first is known to what follows', async () => {
    const device = 'TEST1024000000003';
    const items = await batch(
      read({ deviceIdentification: device }),
      { operation: 'AddDevice', ...addDevice(device) },
      read({ deviceIdentification: device }),
      { operation: 'AddDevice', ...addDevice(device) },
    );
    expect(statuses(items)).toEqual([404, 202, 202, 409]);
  });

  it('carries out once what stands twice under one key, and compares as single requests do', async () => {
    const options = { scheduleTime: tomorrow() };
    const single = await test.post('GetActualMeterReads', { deviceIdentification: DEVICE, options }, { 'idempotency-key': 'k1' });
    const items = await batch(
      read({ options, idempotencyKey: 'k1' }),
      read({ options, idempotencyKey: 'k2' }),
      read({ options, idempotencyKey: 'k2' }),
      read({ options: { ...options, priority: 7 }, idempotencyKey: 'k2' }),
      read({ options, idempotencyKey: 'k2', deviceIdentification: 'TEST1024000000003' }),
    );
    expect(statuses(items)).toEqual([200, 202, 200, 409, 409]);
    expect(items[0]?.correlationUid).toBe(single.body['correlationUid']);
    expect(items[2]?.correlationUid).toBe(items[1]?.correlationUid);
  });

  it('takes 500 commands, and not one more', async () => {
    const many = Array.from({ length: 500 }, () => read({ options: { scheduleTime: tomorrow() } }));
    const items = await batch(...many);
    expect(items.filter(({ status }) => status === 202)).toHaveLength(500);
    expect(new Set(items.map(({ correlationUid }) => correlationUid)).size).toBe(500);
    expect(await test.post('batch', { commands: [...many, read()] })).toMatchObject({ status: 400, body: { errors: [{ field: 'commands' }] } });
  });
});
