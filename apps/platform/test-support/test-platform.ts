import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';
import pino from 'pino';
import { DEFAULT_POLICY, uniformPolicies } from '#domain';
import { parseMasterKeys } from '#security';
import { createPlatform, type PlatformOptions } from '../src/composition/create-platform.js';
import type { Platform } from '../src/composition/platform.js';
import { createHttpApp } from '../src/http/create-http-app.js';
import { createLogger } from '../src/logging/create-logger.js';
import { logOf } from '../src/logging/log-of.js';

export const API_KEY = 'test-key';
export const MASTER_KEY = '5a'.repeat(32);

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A platform on a directory of its own, with its HTTP interface, and everything it logged. */
export class TestPlatform {
  private constructor(
    readonly platform: Platform,
    readonly app: NestFastifyApplication,
    readonly logged: readonly string[],
    private readonly directory: string,
  ) {}

  static async start(options: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
    const directory = mkdtempSync(join(tmpdir(), 'meterlog-platform-'));
    const logged: string[] = [];
    const logger = createLogger('debug', { write: (line: string) => void logged.push(line) });
    const platform = await createPlatform({
      data: directory,
      apiKey: API_KEY,
      masterKeys: parseMasterKeys(MASTER_KEY),
      plainKeys: 'accept',
      connectTimeout: 1_000,
      responseTimeout: 2_000,
      policies: uniformPolicies({ ...DEFAULT_POLICY, retryDelay: 10, retryCap: 20 }),
      resultTtl: 86_400_000,
      log: logOf(logger),
      ...options,
    });
    const app = await createHttpApp(platform, pino({ level: 'silent' }));
    await platform.start();
    return new TestPlatform(platform, app, logged, directory);
  }

  async stop(): Promise<void> {
    this.platform.beginStop();
    await this.app.close();
    await this.platform.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async send(options: InjectOptions): Promise<Answer> {
    const response = await this.app.inject({ ...options, headers: { authorization: `Bearer ${API_KEY}`, ...options.headers } });
    const json = String(response.headers['content-type']).includes('json');
    const body = json ? (JSON.parse(response.body) as Answer['body']) : {};
    return { status: response.statusCode, headers: response.headers, text: response.body, body };
  }

  get(url: string): Promise<Answer> {
    return this.send({ method: 'GET', url });
  }

  post(operation: string, payload: object, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send({ method: 'POST', url: `/v1/commands/${operation}`, payload, headers });
  }

  /** Sends a command and waits for its end. */
  async carriedOut(operation: string, payload: object): Promise<Answer> {
    const accepted = await this.post(operation, payload);
    return accepted.status === 202 ? this.get(`/v1/commands/${String(accepted.body['correlationUid'])}?wait=20`) : accepted;
  }
}
