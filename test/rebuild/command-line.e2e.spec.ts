import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { runCli } from '../../apps/cli/src/program.js';
import { startPlatform, TEST_API_KEY, TEST_MASTER_KEY, type PlatformProcess } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';

jest.setTimeout(120_000);

let data: string;
let port: number;
let platform: PlatformProcess;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'meterlog-rebuild-'));
  port = await freePort();
  platform = await startPlatform(data, port);
});
afterAll(async () => {
  await platform.program.stop();
  await rm(data, { recursive: true, force: true });
});

async function meterlog(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const environment = { METERLOG_DATA: data, METERLOG_PORT: String(port), METERLOG_API_KEY: TEST_API_KEY, METERLOG_MASTER_KEY: TEST_MASTER_KEY };
  const code = await runCli(args, { environment, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

it('the command line asks the platform that holds the directory', async () => {
  const rebuilt = await meterlog('rebuild', 'devices', '--wait', '--json');
  expect(rebuilt).toMatchObject({ code: 0, error: '' });
  expect(JSON.parse(rebuilt.out)).toMatchObject({ name: 'devices', generation: 2, rebuild: null });
  expect(await meterlog('projections')).toMatchObject({ code: 0, out: expect.stringMatching(/^devices \(version \d+, generation 2\): LIVE/) });
  expect(await meterlog('quarantine', 'list', 'devices')).toMatchObject({ code: 0, out: 'no device is quarantined\n' });
  expect(await meterlog('quarantine', 'replay', 'devices')).toMatchObject({ code: 0, out: 'no device is quarantined\n' });
  for (const args of [
    ['rebuild', 'devices', '--cancel'],
    ['rebuild', 'nothing'],
    ['quarantine', 'show', 'devices', 'NOBODY'],
    ['quarantine', 'discard', 'devices', 'NOBODY', '--reason', 'none'],
  ])
    expect((await meterlog(...args)).code).toBe(1);
});
