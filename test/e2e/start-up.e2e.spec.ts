import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPlatform } from '../support/platform-process.js';
import { freePort } from '../support/ports.js';
import { TestSite } from '../support/test-site.js';

jest.setTimeout(60_000);

const OTHER_MASTER_KEY = 'ab'.repeat(32);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.32.0.1', meters: 1, env: { METERLOG_LOG: 'debug' } });
});
afterAll(async () => site?.stop());

describe('A running platform', () => {
  it('prints JSON lines and nothing else, however many requests come over one connection', async () => {
    for (let time = 0; time < 15; time++) await site.api.run('GetActualMeterReads', site.meter('SMR 5.1'));
    const lines = site.platform.program.output;
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.filter((line) => !/^\{.*\}$/.test(line))).toEqual([]);
  });
});

describe('A second process', () => {
  it('on the same data is refused with one clear line while the first lives, and the first goes on', async () => {
    const { program } = launchPlatform(site.data, await freePort());
    expect(await program.exited).toBe(3);
    expect(program.output).toEqual([expect.stringMatching(/^meterlog: .*is in use by process \d+/)]);
    expect(program.output[0]).toContain(site.data);
    expect(program.output[0]).toContain(String(site.platform.program.pid));
    expect((await site.api.run('GetActualMeterReads', site.meter('SMR 5.1'))).status).toBe('SUCCEEDED');
  });

  it('on the same port says so', async () => {
    const port = Number(new URL(site.api.url).port);
    const { program } = launchPlatform(join(site.data, 'other'), port);
    expect(await program.exited).toBe(3);
    expect(program.output).toEqual([expect.stringMatching(new RegExp(`^meterlog: .*${port}.*in use`))]);
  });

  it('with another master key is refused, and the data still belong to the right one', async () => {
    await site.platform.program.stop();
    const wrong = launchPlatform(site.data, await freePort(), { METERLOG_MASTER_KEY: OTHER_MASTER_KEY });
    expect(await wrong.program.exited).toBe(3);
    expect(wrong.program.output).toEqual([expect.stringMatching(/^meterlog: .*master key/)]);
    expect(wrong.program.output.join()).not.toContain(OTHER_MASTER_KEY);

    const right = launchPlatform(site.data, await freePort());
    try {
      await right.api.ready(() => right.program.running);
      expect((await right.api.run('GetActualMeterReads', site.meter('SMR 5.1'))).status).toBe('SUCCEEDED');
    } finally {
      await right.program.stop();
    }
  });
});

describe('A platform that cannot start', () => {
  it.each([
    ['no API key', { METERLOG_API_KEY: '' }, /METERLOG_API_KEY/],
    ['a short master key', { METERLOG_MASTER_KEY: 'abcd' }, /METERLOG_MASTER_KEY.*32 bytes/],
    ['an address that others can reach', { METERLOG_HOST: '0.0.0.0' }, /METERLOG_INSECURE_HTTP/],
  ])('for %s says so in one line, ends with 2 and makes no files', async (_why, env, message) => {
    const data = join(tmpdir(), 'meterlog-never-made');
    const { program } = launchPlatform(data, 0, env);
    expect(await program.exited).toBe(2);
    expect(program.output).toEqual([expect.stringMatching(message)]);
    expect(existsSync(data)).toBe(false);
  });
});
