import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';
import { readyText } from './ready-text.js';
import { demoSecrets } from './secrets.js';

describe('secrets of the demo', () => {
  let data: string;
  beforeEach(() => {
    data = join(mkdtempSync(join(tmpdir(), 'meterlog-demo-')), 'data');
  });
  afterEach(() => rmSync(join(data, '..'), { recursive: true, force: true }));
  const none = { apiKey: undefined, masterKeys: undefined };

  it('are made once, and only their owner can read them', () => {
    const first = demoSecrets(data, none);
    const second = demoSecrets(data, none);
    expect(second.apiKey).toBe(first.apiKey);
    expect(second.webhookSecret).toBe(first.webhookSecret);
    expect(second.masterKeys.wrapping.key.equals(first.masterKeys.wrapping.key)).toBe(true);
    for (const name of ['master.key', 'api.key', 'webhook.secret']) expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
  });

  it('give way to configured ones', () => {
    expect(demoSecrets(data, { ...none, apiKey: 'configured' }).apiKey).toBe('configured');
  });
});

describe('what the demo says when it is ready', () => {
  const lines = readyText({
    url: 'http://127.0.0.1:3000',
    apiKey: "mlk_it's",
    deviceIdentification: 'TEST 024000000001',
    control: 'http://127.0.0.1:4060',
  })
    .trimEnd()
    .split('\n');

  it('is one line for people and three for a shell', () => {
    expect(lines[0]).toMatch(/^Meterlog ready: http:\/\/127\.0\.0\.1:3000 .* API key mlk_it's$/);
    expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['Meterlog', 'curl', 'curl', 'curl']);
  });

  it('is quoted for any shell', () => {
    // Shows the words that curl would get.
    const shell = `curl() { printf '%s\\n' "$@"; }\n`;
    const words = lines.slice(1).map((line) =>
      execFileSync('/bin/sh', ['-c', shell + line], { encoding: 'utf8' })
        .trimEnd()
        .split('\n'),
    );
    const key = ['-s', '-H', "Authorization: Bearer mlk_it's"];
    const body = JSON.stringify({ deviceIdentification: 'TEST 024000000001' });
    const device = 'http://127.0.0.1:3000/v1/devices/TEST%20024000000001';
    expect(words).toEqual([
      [...key, '-H', 'Content-Type: application/json', '-d', body, 'http://127.0.0.1:3000/v1/commands/GetActualMeterReads?wait=30'],
      [...key, `${device}/meter-reads?kind=DAILY`],
      [...key, `${device}/history`],
    ]);
  });
});

describe('progress', () => {
  function shown(isTTY: boolean): string {
    let text = '';
    const progress = new Progress('Collecting', 8, { isTTY, write: (more) => (text += more) });
    for (let i = 0; i < 8; i++) progress.step(i !== 3);
    return text;
  }

  it('is one line on a terminal', () => {
    expect(shown(true).split('\r').at(-1)).toBe('Collecting 8/8, 1 failed\n');
    expect(shown(true).split('\n')).toHaveLength(2);
  });

  it('is a line now and then elsewhere', () => {
    expect(shown(false)).toBe('Collecting 0/8\nCollecting 2/8\nCollecting 4/8, 1 failed\nCollecting 6/8, 1 failed\nCollecting 8/8, 1 failed\n');
  });
});
