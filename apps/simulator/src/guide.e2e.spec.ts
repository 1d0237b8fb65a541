import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const guide = join(root, 'docs/guides/test-your-head-end.md');
const marker = '@@block';
const guidePorts = [4059, 4060, 4061, 4062];

interface Step {
  readonly section: string;
  readonly command: string;
  /** What the guide says that the command prints; undefined where it says nothing. */
  readonly prints: unknown;
}

/** The commands of the guide, each with the output that stands behind it. */
function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  for (const part of text.split(/^## /m).slice(1)) {
    const blocks = [...part.matchAll(/^```(sh|json)\n(.*?)^```$/gms)].map(([, language, content = '']) => ({ language, content }));
    blocks.forEach(({ language, content }, index) => {
      if (language !== 'sh') return;
      const next = blocks[index + 1];
      const prints: unknown = next?.language === 'json' ? JSON.parse(next.content) : undefined;
      steps.push({ section: part.split('\n', 1)[0] ?? '', command: content, prints });
    });
  }
  return steps;
}

/** Makes the guide's commands run beside other fleets: free ports, the program as it was built. */
async function adapted(): Promise<(text: string) => string> {
  const free = await freePorts(guidePorts.length);
  return (text) =>
    guidePorts
      .reduce((changed, port, index) => changed.replaceAll(String(port), String(free[index])), text)
      .replaceAll('npm run --silent simulator --', 'npx node dist/apps/simulator/src/main.js');
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map(async (server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(async (server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  return ports;
}

/** Runs a script in a process group of its own, which is ended with it. */
async function run(script: string, folder: string): Promise<{ code: number | null; out: string; err: string }> {
  const bash = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: root, detached: true, env: { ...process.env, TMPDIR: folder } });
  let out = '';
  let err = '';
  bash.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  bash.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  const code = await new Promise<number | null>((resolve) => bash.once('exit', resolve));
  try {
    if (bash.pid !== undefined) process.kill(-bash.pid, 'SIGKILL');
  } catch {
    // Nothing of the group is left.
  }
  return { code, out, err };
}

const missing = ['bash', 'curl', 'jq'].filter((program) => spawnSync(program, ['--version']).error !== undefined);
if (missing.length > 0) process.stderr.write(`skipped: the commands of the guide, since ${missing.join(', ')} cannot be run here\n`);

(missing.length > 0 ? describe.skip : describe)('docs/guides/test-your-head-end.md', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'meterlog-guide-'));
  });

  afterAll(async () => rm(folder, { recursive: true, force: true }));

  it('does what it says, command by command', async () => {
    const adapt = await adapted();
    const steps = stepsOf(await readFile(guide, 'utf8'));
    expect(steps.length).toBeGreaterThan(12);
    const script = steps.map(({ command }) => `${command}echo; echo '${marker}'\n`).join('');
    const { code, out, err } = await run(adapt(script), folder);
    const outputs = out.split(marker).map((text) => text.trim());
    const seen = steps.map(({ section, prints }, index) => ({ section, prints: prints === undefined ? undefined : parsed(outputs[index]) }));
    const said = steps.map(({ section, prints }) => ({ section, prints: prints === undefined ? undefined : expected(prints, adapt) }));
    expect({ err, seen }).toEqual({ err: '', seen: said });
    expect(code).toBe(0);
  }, 120_000);
});

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `…` stands for anything; port numbers are those that were really taken. */
function expected(value: unknown, adapt: (text: string) => string): unknown {
  if (value === '…') return expect.anything();
  if (typeof value === 'number') return Number(adapt(String(value)));
  if (Array.isArray(value)) return value.map((element) => expected(element, adapt));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, expected(one, adapt)]));
}
