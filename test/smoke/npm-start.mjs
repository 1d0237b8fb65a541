// Starts the demo as a newcomer would, runs the three curl lines that it prints, stops it with Ctrl-C, starts it again.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const READY_WITHIN = 120_000;
const STOPPED_WITHIN = 5_000;

function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** Resolves with the ready line and the three curl lines. */
function ready(demo) {
  return new Promise((resolve, reject) => {
    const lines = [];
    const timer = setTimeout(() => reject(new Error(`not ready within ${READY_WITHIN / 1000} s:\n${lines.join('\n')}`)), READY_WITHIN);
    const read = (line) => {
      lines.push(line);
      const start = lines.findIndex((text) => text.startsWith('Meterlog ready'));
      const curls = start < 0 ? [] : lines.slice(start).filter((text) => text.startsWith('curl '));
      if (curls.length < 3) return;
      clearTimeout(timer);
      resolve({ readyLine: lines[start], curls });
    };
    createInterface({ input: demo.stdout }).on('line', read);
    createInterface({ input: demo.stderr }).on('line', (line) => lines.push(line));
    demo.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${lines.join('\n')}`)));
  });
}

/** Ctrl-C goes to the whole foreground group, as a terminal sends it. */
async function stop(demo) {
  const ended = new Promise((resolve) => demo.once('exit', resolve));
  const began = Date.now();
  process.kill(-demo.pid, 'SIGINT');
  const timer = setTimeout(() => process.kill(-demo.pid, 'SIGKILL'), 2 * STOPPED_WITHIN);
  await ended;
  clearTimeout(timer);
  check(Date.now() - began < STOPPED_WITHIN, `stopping took ${Date.now() - began} ms`);
  const { stdout } = await run('ps', ['-eo', 'pgid=,pid=,args=']);
  const left = stdout.split('\n').filter((line) => line.trim().split(/\s+/)[0] === String(demo.pid));
  check(left.length === 0, `processes left behind:\n${left.join('\n')}`);
}

async function round(env, name) {
  const began = Date.now();
  const demo = spawn('npm', ['start'], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    const { readyLine, curls } = await ready(demo);
    console.log(`${name}: ready after ${((Date.now() - began) / 1000).toFixed(1)} s: ${readyLine.replace(/[A-Za-z0-9_-]{30,}/g, '<key>')}`);
    const answers = [];
    for (const line of curls) {
      const { stdout } = await run('bash', ['-c', line.replace(/^curl /, 'curl --fail-with-body --silent --show-error ')]);
      check(stdout.length > 2, `no answer to a curl line`);
      answers.push(JSON.parse(stdout));
    }
    await stop(demo);
    return { curls, answers };
  } catch (error) {
    if (demo.exitCode === null) process.kill(-demo.pid, 'SIGKILL');
    throw error;
  }
}

const data = await mkdtemp(join(tmpdir(), 'meterlog-smoke-'));
try {
  const ports = { METERLOG_PORT: '33100', METERLOG_PUSH_PORT: '33103', METERLOG_SIM_PORT: '33101', METERLOG_SIM_CONTROL_PORT: '33102' };
  const env = { ...process.env, ...ports, METERLOG_DATA: data };
  const first = await round(env, 'first start');
  const second = await round(env, 'second start');
  const size = (answers) => JSON.stringify(answers).length;
  check(size(second.answers) >= size(first.answers) / 2, 'the second start lost what the first one recorded');
  console.log('the three curl lines answered in both rounds');
} finally {
  await rm(data, { recursive: true, force: true });
}
