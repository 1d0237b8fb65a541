import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addDevice, DEVICE } from '../../test-support/requests.js';
import { ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { TestPlatform } from '../../test-support/test-platform.js';
import { NotificationDto } from '../http/controllers/notifications.dto.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const SECRET = 'a-shared-secret-of-tests-only';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const NOTHING: Received = { path: '', headers: {}, body: '' };

interface Entry {
  readonly id: string;
  readonly status: string;
  readonly correlationUid: string;
  readonly position: string;
}

let receiver: Server;
let origin: string;
const received: Received[] = [];
const arrivals = new EventTarget();
/** Answers of the receiver by path. */
const answers = new Map<string, number>();
let test: TestPlatform;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const path = request.url ?? '';
      received.push({ path, headers: request.headers, body });
      response.writeHead(answers.get(path) ?? 204).end();
      arrivals.dispatchEvent(new Event('arrival'));
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const gateway = new ScriptedGateway();
  test = await TestPlatform.start({
    gateway: () => gateway,
    webhookSecret: SECRET,
    webhookUrl: `${origin}/configured`,
    webhookPrivate: 'accept',
  });
  await test.carriedOut('AddDevice', addDevice());
});
afterAll(async () => {
  await test.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

async function arrived(path: string, count = 1): Promise<readonly Received[]> {
  for (;;) {
    const found = received.filter((each) => each.path === path);
    if (found.length >= count) return found;
    await new Promise((resolve) => arrivals.addEventListener('arrival', resolve, { once: true }));
  }
}

async function logged(query: string, fits: (items: readonly Entry[]) => boolean): Promise<readonly Entry[]> {
  for (;;) {
    const { status, body } = await test.get(`/v1/notifications?${query}`);
    expect(status).toBe(200);
    const items = body['items'] as readonly Entry[];
    if (fits(items)) return items;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Has a command end whose client is told at this path. */
async function endedAt(path: string): Promise<string> {
  const { body } = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE, options: { responseUrl: `${origin}${path}` } });
  return String(body['correlationUid']);
}

describe('webhooks', () => {
  it('reach the URL of the command, signed, without the response', async () => {
    const correlationUid = await endedAt('/own');
    const [{ headers, body } = NOTHING] = await arrived('/own');
    const told = JSON.parse(body) as Record<string, string>;
    expect(told).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      correlationUid,
      deviceIdentification: DEVICE,
      operation: 'GetActualMeterReads',
      status: 'SUCCEEDED',
      result: 'OK',
      notificationType: 'REQUEST_ACTUAL_METER_DATA',
      occurredAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(headers['meterlog-id']).toBe(told['id']);
    const timestamp = String(headers['meterlog-timestamp']);
    expect(Math.abs(Date.now() / 1_000 - Number(timestamp))).toBeLessThan(60);
    const signed = createHmac('sha256', SECRET)
      .update(`${told['id'] ?? ''}.${timestamp}.${body}`)
      .digest('hex');
    expect(headers['meterlog-signature']).toBe(`v1=${signed}`);
    expect(headers['content-type']).toBe('application/json');
  });

  it('reach the configured URL when the command names none', async () => {
    const { body } = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE });
    const told = await arrived('/configured', 2);
    expect(told.map((each) => JSON.parse(each.body) as object)).toEqual([
      expect.objectContaining({ operation: 'AddDevice', notificationType: 'ADD_METER' }),
      expect.objectContaining({ correlationUid: body['correlationUid'] }),
    ]);
  });

  it('are in the delivery log with their attempts', async () => {
    answers.set('/refusing', 500);
    const correlationUid = await endedAt('/refusing');
    await arrived('/refusing');
    const [entry] = await logged('status=PENDING', (items) => items.length === 1 && JSON.stringify(items).includes('REJECTED'));
    expect(entry).toMatchObject({
      correlationUid,
      commandStatus: 'SUCCEEDED',
      url: `${origin}/refusing`,
      givenUp: null,
      deliveredAt: null,
      attempts: [{ number: 1, outcome: 'REJECTED', httpStatus: 500, error: null }],
    });
    expect(Object.keys(entry ?? {}).toSorted()).toEqual(documented().toSorted());
    expect((await test.get(`/v1/notifications/${entry?.id ?? ''}`)).body).toEqual(entry);
    const metrics = (await test.get('/metrics')).text;
    expect(metrics).toMatch(/^meterlog_notifications_total\{outcome="retried"\} 1$/m);
    expect(metrics).toMatch(/^meterlog_notifications_pending 1$/m);
  });

  it('are delivered again on request: at once, with the same id', async () => {
    answers.delete('/refusing');
    const [entry] = await logged('status=PENDING', (items) => items.length === 1);
    const id = entry?.id ?? '';
    const wish = await test.send({ method: 'POST', url: `/v1/notifications/${id}/redeliver`, payload: { reason: 'repaired' } });
    expect(wish).toMatchObject({ status: 202, body: { id, status: 'PENDING' } });
    const [first, second] = await arrived('/refusing', 2);
    expect(second?.headers['meterlog-id']).toBe(first?.headers['meterlog-id']);
    const [delivered] = await logged(`minPosition=${String(wish.body['position'])}`, (items) =>
      items.some((each) => each.id === id && each.status === 'DELIVERED'),
    );
    expect(delivered).toBeDefined();
  });

  it.each([
    ['/v1/notifications/00000000-0000-4000-8000-000000000000/redeliver', {}, 404],
    ['/v1/notifications/no-uuid/redeliver', {}, 404],
    ['/v1/notifications/00000000-0000-4000-8000-000000000000/redeliver', { reason: '' }, 400],
    ['/v1/notifications/00000000-0000-4000-8000-000000000000/redeliver', { because: 'x' }, 400],
  ])('cannot be had by POST %s %j: %i', async (url, payload, status) => {
    expect((await test.send({ method: 'POST', url, payload })).status).toBe(status);
  });

  it.each([
    ['?status=SENT', 400],
    ['?limit=501', 400],
    ['?after=nowhere', 400],
    ['?minPosition=nowhere', 400],
    ['/00000000-0000-4000-8000-000000000000', 404],
    ['/no-uuid', 404],
  ])('are not found by GET %s: %i', async (query, status) => {
    expect((await test.get(`/v1/notifications${query}`)).status).toBe(status);
  });

  it('can be listed by device', async () => {
    expect(await logged(`deviceIdentification=${DEVICE}&limit=1`, () => true)).toHaveLength(1);
    expect(await logged('deviceIdentification=NOBODY', () => true)).toEqual([]);
  });

  it('keep their secret to themselves', async () => {
    const all = [
      test.logged.join('\n'),
      (await test.get('/v1/notifications')).text,
      (await test.get(`/v1/devices/${DEVICE}/history`)).text,
      JSON.stringify(await test.platform.stores.events.readAll({ limit: 1_000 })),
      (await test.get('/metrics')).text,
    ];
    expect(all.filter((text) => text.includes(SECRET))).toEqual([]);
    expect(all[3]).toContain('NotificationDelivered');
  });
});

describe('webhooks of a platform that may not call private addresses', () => {
  it('are refused there, for good', async () => {
    const gateway = new ScriptedGateway();
    const guarded = await TestPlatform.start({ gateway: () => gateway, webhookSecret: SECRET });
    try {
      const body = { ...addDevice(), options: { responseUrl: `${origin}/guarded` } };
      await guarded.carriedOut('AddDevice', body);
      for (;;) {
        const [entry] = (await guarded.get('/v1/notifications')).body['items'] as readonly (Entry & { readonly attempts: unknown })[];
        if (entry?.status === 'GIVEN_UP') {
          expect(entry).toMatchObject({ givenUp: 'NOT_ALLOWED', attempts: [{ outcome: 'NOT_ALLOWED', error: 'PRIVATE_ADDRESS' }] });
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(received.filter(({ path }) => path === '/guarded')).toEqual([]);
    } finally {
      await guarded.stop();
    }
  });
});

/** Every field that the API documentation names. */
function documented(): readonly string[] {
  const named: unknown = Reflect.getMetadata('swagger/apiModelPropertiesArray', NotificationDto.prototype);
  return (named as readonly string[]).map((name) => name.slice(1));
}
