import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDevice } from '../../apps/platform/test-support/requests.js';
import { eventually } from '../support/eventually.js';
import { startPlatform, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';
import { GuideReceiver } from './guide-receiver.js';

jest.setTimeout(120_000);

const SECRET = 'the-secret-of-the-whole-house';
const DEVICES = Array.from({ length: 20 }, (_, index) => `TEST${String(1_024_000_000_001 + index)}`);

interface Page {
  readonly items: readonly { readonly id: string; readonly status: string; readonly correlationUid: string }[];
}

/** Has a command of the device end: it needs no meter. Answers its uid. */
async function ended({ api }: PlatformProcess, device: string, responseUrl: string): Promise<string> {
  const body = { ...addDevice(device), options: { responseUrl } };
  const { status, body: accepted } = await api.post<{ readonly correlationUid: string }>('/v1/commands/AddDevice', body);
  expect(status).toBe(202);
  return accepted.correlationUid;
}

const logged = async ({ api }: PlatformProcess): Promise<Page['items']> => (await api.get<Page>('/v1/notifications?limit=500')).body.items;

let data: string;
const started: PlatformProcess[] = [];
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'meterlog-webhooks-'));
});
afterAll(async () => {
  await Promise.all(started.map(({ program }) => program.stop()));
  await rm(data, { recursive: true, force: true });
});

async function platformOn(directory: string): Promise<PlatformProcess> {
  const env = { METERLOG_WEBHOOK_SECRET: SECRET, METERLOG_WEBHOOK_PRIVATE: 'accept' };
  const platform = await startPlatform(join(data, directory), await freePort(), env);
  started.push(platform);
  return platform;
}

describe('webhooks of a platform in a process of its own', () => {
  it('verify with the recipe of the guide', async () => {
    const receiver = await GuideReceiver.start(SECRET);
    try {
      const platform = await platformOn('guide');
      const correlationUid = await ended(platform, DEVICES[0] ?? '', await receiver.url());
      await receiver.line(new RegExp(`^command ${correlationUid} SUCCEEDED$`));
      await eventually(
        () => logged(platform),
        ([entry]) => entry?.status === 'DELIVERED',
      );
    } finally {
      await receiver.stop();
    }
  });

  describe('that is killed while its receiver holds the requests', () => {
    let receiver: Server;
    let holding = true;
    const held: ServerResponse[] = [];
    const arrived: { readonly id: string; readonly correlationUid: string }[] = [];
    beforeAll(async () => {
      receiver = createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (part: string) => (body += part));
        request.on('end', () => {
          arrived.push(JSON.parse(body) as { id: string; correlationUid: string });
          if (holding) held.push(response);
          else response.writeHead(204).end();
        });
      });
      await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    });
    afterAll(async () => {
      receiver.closeAllConnections();
      await new Promise((resolve) => receiver.close(resolve));
    });

    it('all arrive in the end, those that were under way a second time with their id', async () => {
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
      const first = await platformOn('killed');
      const uids = await Promise.all(DEVICES.map(async (device) => ended(first, device, url)));
      // As many as may go to one host at once: they have come, and nobody has said so yet.
      await eventually(
        async () => held.length,
        (count) => count === 4,
      );
      first.program.kill('SIGKILL');
      await first.program.exited;
      const interrupted = arrived.map(({ id }) => id);
      holding = false;
      const second = await platformOn('killed');
      await eventually(
        () => logged(second),
        (items) => items.length === DEVICES.length && items.every(({ status }) => status === 'DELIVERED'),
      );
      expect(new Set(arrived.map(({ correlationUid }) => correlationUid))).toEqual(new Set(uids));
      expect(new Set(arrived.map(({ id }) => id)).size).toBe(DEVICES.length);
      for (const id of interrupted) expect(arrived.filter((each) => each.id === id)).toHaveLength(2);
      expect(arrived).toHaveLength(DEVICES.length + interrupted.length);
    });
  });
});
