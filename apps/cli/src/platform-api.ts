import { CliError, EXIT } from './cli-error.js';
import type { Common, Surroundings } from './cli.js';
import { apiKey } from './own-secrets.js';

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The HTTP interface of the platform that holds the data directory, found by the platform's own settings. */
export class PlatformApi {
  private readonly url: string;
  private readonly key: string;

  /** @throws CliError exit code 2 when no key is known */
  constructor({ environment }: Surroundings, { data }: Common) {
    const host = environment['METERLOG_HOST'] ?? '127.0.0.1';
    // An address that stands for all of this machine's addresses is no address to call.
    const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    this.url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${environment['METERLOG_PORT'] ?? '3000'}`;
    this.key = apiKey(environment, data);
  }

  /**
   * @param path from `/v1/` on
   * @throws CliError exit code 3 when nobody answers, or with a refusal that is the platform's own trouble; 1 for every other refusal
   */
  async send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<ApiAnswer> {
    const response = await this.request(method, path, body);
    const text = await response.text();
    const answer = { status: response.status, body: jsonOf(text) };
    if (response.ok) return answer;
    const exitCode = response.status >= 500 || response.status === 401 ? EXIT.cannotOpen : EXIT.bad;
    throw new CliError(exitCode, `the platform at ${this.url} answers ${response.status}: ${detailOf(answer.body) ?? response.statusText}`);
  }

  private async request(method: string, path: string, body: object | undefined): Promise<Response> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization: `Bearer ${this.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    try {
      return await fetch(`${this.url}${path}`, { method, headers, ...json });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CliError(EXIT.cannotOpen, `the platform cannot be reached at ${this.url} (METERLOG_HOST, METERLOG_PORT): ${cause}`);
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function detailOf(body: unknown): string | undefined {
  const detail: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'detail') : undefined;
  return typeof detail === 'string' ? detail : undefined;
}
