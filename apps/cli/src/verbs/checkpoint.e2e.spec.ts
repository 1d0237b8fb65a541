import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { DEFAULT_POLICY, uniformPolicies } from '#domain';
import { parseMasterKeys } from '#security';
import { runPlatform, type RunningPlatform } from '../../../platform/src/run/run-platform.js';
import { addDevice, DEVICE } from '../../../platform/test-support/requests.js';
import { runCli } from '../program.js';

jest.setTimeout(60_000);

const API_KEY = 'the-key-of-this-test';
let data: string;
let running: RunningPlatform;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'meterlog-cli-platform-'));
  const times = { connectTimeout: 1_000, responseTimeout: 1_000, resultTtl: 86_400_000 };
  const secrets = { apiKey: API_KEY, masterKeys: parseMasterKeys('5a'.repeat(32)), plainKeys: 'accept' } as const;
  running = await runPlatform(
    { data, ...secrets, ...times, policies: uniformPolicies(DEFAULT_POLICY), host: '127.0.0.1', port: 0 },
    pino({ level: 'silent' }),
  );
});
afterAll(async () => {
  await running.stop();
  rmSync(data, { recursive: true, force: true });
});

async function meterlog(environment: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const port = { METERLOG_PORT: new URL(running.url).port };
  const surroundings = { environment: { METERLOG_DATA: data, ...port, ...environment } };
  const code = await runCli(args, { ...surroundings, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

describe('beside a running platform', () => {
  it('the platform makes the checkpoint, and the files prove the device', async () => {
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
    const added = await fetch(`${running.url}/v1/commands/AddDevice?wait=20`, { method: 'POST', headers, body: JSON.stringify(addDevice()) });
    expect(added.status).toBe(200);
    const made = await meterlog({ METERLOG_API_KEY: API_KEY }, 'checkpoint', '--json');
    expect(made.code).toBe(0);
    expect(JSON.parse(made.out)).toMatchObject({ created: true, checkpoint: { number: 0, checkpoint: { streams: 1 } } });
    const proof = join(data, 'proof.json');
    expect((await meterlog({}, 'proof', DEVICE, '--out', proof)).code).toBe(0);
    const pem = join(data, 'platform.pem');
    writeFileSync(pem, await (await fetch(`${running.url}/v1/checkpoints/public-key`, { headers })).text());
    expect((await meterlog({}, 'verify-proof', proof, '--public-key', pem)).out).toMatch(/^the proof holds: stream device-TEST1024000000001 /);
    expect((await meterlog({}, 'verify', '--all', '--public-key', pem)).code).toBe(0);
  });

  it('it says why it cannot reach the platform', async () => {
    expect(await meterlog({}, 'checkpoint')).toMatchObject({ code: 2, error: expect.stringMatching(/METERLOG_API_KEY/) });
    expect(await meterlog({ METERLOG_API_KEY: 'wrong' }, 'checkpoint')).toMatchObject({ code: 3, error: expect.stringMatching(/401/) });
    expect(await meterlog({ METERLOG_API_KEY: API_KEY, METERLOG_PORT: '1' }, 'checkpoint')).toMatchObject({
      code: 3,
      error: expect.stringMatching(/cannot be reached at http:\/\/127\.0\.0\.1:1 /),
    });
  });
});
