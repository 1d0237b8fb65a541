import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { checkpointLines, keyIdOf, verifyProof, verifyRecord } from '#event-sourcing';
import { addDevice, DEVICE } from '../../../test-support/requests.js';
import { TestPlatform } from '../../../test-support/test-platform.js';

jest.setTimeout(60_000);

const OTHER = 'TEST1024000000002';
let directory: string;
let file: string;
let platform: TestPlatform;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'meterlog-checkpoint-file-'));
  file = join(directory, 'checkpoints.jsonl');
  platform = await TestPlatform.start({ checkpointFile: file });
}, 30_000);
afterAll(async () => {
  await platform.stop();
  rmSync(directory, { recursive: true, force: true });
});

const post = () => platform.send({ method: 'POST', url: '/v1/checkpoints' });

/** The id of the key that the platform publishes. */
async function publishedKeyId(): Promise<string | undefined> {
  const { text } = await platform.get('/v1/checkpoints/public-key');
  return keyIdOf(createPublicKey(text).export({ format: 'der', type: 'spki' }).toString('base64'));
}

describe('checkpoints over HTTP', () => {
  it('there are none at first, and nothing is proven', async () => {
    expect((await platform.get('/v1/checkpoints')).body).toEqual({ items: [], next: null });
    expect(await post()).toMatchObject({ status: 200, body: { created: false, checkpoint: null } });
    expect(await platform.get(`/v1/devices/${DEVICE}/proof`)).toMatchObject({ status: 404, body: { code: 201 } });
  });

  it('are made on request, listed, written to the file, and agree with the record', async () => {
    await platform.carriedOut('AddDevice', addDevice(DEVICE));
    expect(await platform.get(`/v1/devices/${DEVICE}/proof`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const first = await post();
    expect(first).toMatchObject({ status: 201, body: { created: true, checkpoint: { number: 0, checkpoint: { previous: null } } } });
    expect(await post()).toEqual({
      ...first,
      status: 200,
      headers: expect.anything(),
      text: expect.anything(),
      body: { ...first.body, created: false },
    });
    await platform.carriedOut('AddDevice', addDevice(OTHER));
    expect((await post()).status).toBe(201);
    expect((await platform.get('/v1/checkpoints')).body).toMatchObject({ items: [{ number: 1 }, { number: 0 }], next: null });
    expect((await platform.get('/v1/checkpoints?limit=1')).body).toMatchObject({ items: [{ number: 1 }], next: '1' });
    expect((await platform.get('/v1/checkpoints?limit=1&after=1')).body).toMatchObject({ items: [{ number: 0 }], next: null });
    expect((await platform.get('/v1/checkpoints?limit=x')).status).toBe(400);
    const lines = checkpointLines(readFileSync(file, 'utf8'));
    const keyId = await publishedKeyId();
    const verdict = await verifyRecord(platform.platform.stores.events, { file: lines, ...(keyId === undefined ? {} : { keyId }) });
    expect(verdict).toMatchObject({ broken: [], checkpoints: [], checkpointsRead: 4, uncovered: 1 });
  });

  it('prove the history of a device, by the newest or by one that is named', async () => {
    const { body } = await platform.get(`/v1/devices/${DEVICE}/history`);
    const revision = (body['items'] as unknown[]).length - 1;
    const proof = await platform.get(`/v1/devices/${DEVICE}/proof`);
    expect(verifyProof(proof.body, await publishedKeyId())).toMatchObject({ ok: true, stream: `device-${DEVICE}`, revision });
    const earlier = await platform.get(`/v1/devices/${DEVICE}/proof?checkpoint=0`);
    expect(verifyProof(earlier.body, await publishedKeyId())).toMatchObject({ ok: true, revision });
    expect(earlier.body['checkpoint']).not.toEqual(proof.body['checkpoint']);
    expect((await platform.get(`/v1/devices/${OTHER}/proof?checkpoint=0`)).status).toBe(404);
    expect((await platform.get(`/v1/devices/${DEVICE}/proof?checkpoint=7`)).status).toBe(404);
    expect((await platform.get(`/v1/devices/${DEVICE}/proof?checkpoint=-1`)).status).toBe(400);
  });

  it('need an API key', async () => {
    for (const url of ['/v1/checkpoints', '/v1/checkpoints/public-key', `/v1/devices/${DEVICE}/proof`])
      expect((await platform.app.inject({ method: 'GET', url })).statusCode).toBe(401);
  });
});
