import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { DEFAULT_POLICY, uniformPolicies } from '#domain';
import { parseMasterKeys } from '#security';
import { addDevice, DEVICE } from '../../test-support/requests.js';
import { ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { runPlatform } from './run-platform.js';
import { startErrorOf } from './start-up.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const logger = pino({ level: 'silent' });
const API_KEY = 'test-key';
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'meterlog-run-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function optionsOf(more: object = {}) {
  return {
    data,
    apiKey: API_KEY,
    masterKeys: parseMasterKeys('5a'.repeat(32)),
    plainKeys: 'accept' as const,
    connectTimeout: 1_000,
    responseTimeout: 1_000,
    policies: uniformPolicies(DEFAULT_POLICY),
    resultTtl: 86_400_000,
    host: '127.0.0.1',
    port: 0,
    ...more,
  };
}

async function failureOf(start: Promise<{ stop(): Promise<void> }>) {
  try {
    const running = await start;
    await running.stop();
    throw new Error('it started');
  } catch (error) {
    return startErrorOf(error);
  }
}

async function call(url: string, path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { authorization: `Bearer ${API_KEY}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await fetch(`${url}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A gateway whose sessions go on until they are told to stop. */
function endlessGateway(): ScriptedGateway {
  const gateway = new ScriptedGateway();
  gateway.script = (_request, signal) =>
    new Promise((resolve) => {
      signal?.addEventListener('abort', () =>
        resolve({ answered: [], facts: [], failure: { code: 211, type: 'CONNECTION_ERROR', message: 'aborted', component: 'PROTOCOL_DLMS' } }),
      );
    });
  return gateway;
}

describe('runPlatform', () => {
  it('stops within three seconds, also with a session under way and a client that waits; the next start goes on with the command', async () => {
    const gateway = endlessGateway();
    const first = await runPlatform(optionsOf({ gateway: () => gateway }), logger);
    await call(first.url, '/v1/commands/AddDevice', addDevice());
    const { body } = await call(first.url, '/v1/commands/GetActualMeterReads', { deviceIdentification: DEVICE });
    const path = `/v1/commands/${String(body['correlationUid'])}`;
    const waiting = call(first.url, `${path}?wait=60`);
    while ((await call(first.url, path)).body['status'] !== 'RUNNING');
    const began = Date.now();
    await first.stop();
    expect(Date.now() - began).toBeLessThan(3_000);
    expect((await waiting).body).toMatchObject({ status: 'RUNNING' });

    const second = await runPlatform(optionsOf({ gateway: () => new ScriptedGateway() }), logger);
    const ended = await call(second.url, `${path}?wait=20`);
    expect(ended.body).toMatchObject({
      status: 'SUCCEEDED',
      attempts: [
        { number: 1, outcome: 'ABANDONED' },
        { number: 2, outcome: 'SUCCEEDED' },
      ],
    });
    await second.stop();
  });

  it('refuses a directory that is in use, in one line: exit code 3', async () => {
    const first = await runPlatform(optionsOf(), logger);
    try {
      const { exitCode, message } = await failureOf(runPlatform(optionsOf(), logger));
      expect(exitCode).toBe(3);
      expect(message).toMatch(new RegExp(`^${data} is in use by process ${process.pid} \\(.+\\)$`));
    } finally {
      await first.stop();
    }
  });

  it('tells why it could not start even if it cannot stop either', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const gateway = { run: () => Promise.reject(new Error('unused')), close: () => Promise.reject(new Error('a session cannot be closed')) };
    try {
      const { message } = await failureOf(runPlatform(optionsOf({ port, gateway: () => gateway }), logger));
      expect(message).toMatch(/is in use by another process/);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('refuses another master key: exit code 3', async () => {
    await (await runPlatform(optionsOf(), logger)).stop();
    const { exitCode, message } = await failureOf(runPlatform(optionsOf({ masterKeys: parseMasterKeys('77'.repeat(32)) }), logger));
    expect(exitCode).toBe(3);
    expect(message).not.toMatch(/\n|7777/);
  });

  it('says which port is taken: exit code 3, and leaves the directory free', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    try {
      const { exitCode, message } = await failureOf(runPlatform(optionsOf({ port }), logger));
      expect(exitCode).toBe(3);
      expect(message).toBe(`127.0.0.1:${port} is in use by another process: set METERLOG_PORT to a free port`);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    await (await runPlatform(optionsOf(), logger)).stop();
  });

  it('says that the port for messages of meters is taken: exit code 3, and leaves the directory free', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    try {
      const { exitCode, message } = await failureOf(runPlatform(optionsOf({ push: { host: '127.0.0.1', port } }), logger));
      expect(exitCode).toBe(3);
      expect(message).toBe(`127.0.0.1:${port} is in use by another process: set METERLOG_PUSH_PORT to a free port`);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    const running = await runPlatform(optionsOf({ push: { host: '127.0.0.1', port } }), logger);
    expect(running.platform.pushPort()).toBe(port);
    await running.stop();
  });
});
