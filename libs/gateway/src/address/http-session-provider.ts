import { isIP } from 'node:net';
import { types } from 'node:util';
import type { Clock } from '#event-sourcing/clock.js';
import { exchange, type HttpAnswer, type HttpQuestion } from './exchange.js';
import { SessionProviderError, type SessionProvider } from './session-provider.js';

const TIMEOUT = 10_000;
/** Given as reasons of aborts. */
const TIME_OVER = 'time over';
const DONE = 'done';

export interface HttpSessionProviderOptions {
  /** Where the provider is, for instance `http://127.0.0.1:4060/provider`. */
  readonly url: string;
  readonly clock: Clock;
  /** For one question and its answer, ms; default 10 s. */
  readonly timeout?: number;
}

/**
 * A session provider that is asked over HTTP (docs/guides/wake-up.md): `POST <url>/sms {"iccid"}` and
 * `GET <url>/sessions/<iccid>`, answered with `{"ipAddress": "10.1.2.3" | null}`; 404 says that the ICCID is unknown.
 */
export class HttpSessionProvider implements SessionProvider {
  private readonly base: string;

  constructor(private readonly options: HttpSessionProviderOptions) {
    this.base = options.url.replace(/\/+$/, '');
  }

  async wakeUp(iccid: string, signal: AbortSignal): Promise<void> {
    await this.ask({ method: 'POST', url: `${this.base}/sms`, body: JSON.stringify({ iccid }) }, signal);
  }

  async session(iccid: string, signal: AbortSignal): Promise<string | undefined> {
    const { status, text } = await this.ask({ method: 'GET', url: `${this.base}/sessions/${encodeURIComponent(iccid)}` }, signal);
    return status === 204 ? undefined : addressIn(text);
  }

  private async ask(question: HttpQuestion, signal: AbortSignal): Promise<HttpAnswer> {
    const { clock, timeout = TIMEOUT } = this.options;
    const late = new AbortController();
    const done = new AbortController();
    void clock.wait(timeout, done.signal).then(() => late.abort(TIME_OVER));
    try {
      return accepted(await exchange(question, AbortSignal.any([signal, late.signal])));
    } catch (error) {
      if (error instanceof SessionProviderError) throw error;
      const reason = late.signal.aborted ? `no answer within ${timeout} ms` : codeOf(error);
      throw new SessionProviderError('FAILED', reason, { cause: error });
    } finally {
      done.abort(DONE);
    }
  }
}

function accepted(answer: HttpAnswer): HttpAnswer {
  if (answer.status === 404) throw new SessionProviderError('UNKNOWN_ICCID', 'status 404');
  if (answer.status < 200 || answer.status > 299) throw new SessionProviderError('FAILED', `status ${answer.status}`);
  return answer;
}

/** Only a literal address is taken: a name could lead anywhere. */
function addressIn(text: string): string | undefined {
  const address = ipAddressOf(text);
  if (address === null) return undefined;
  if (typeof address !== 'string' || isIP(address) === 0) throw new SessionProviderError('FAILED', 'its answer has no IP address');
  return address;
}

function ipAddressOf(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && 'ipAddress' in json ? json.ipAddress : undefined;
  } catch {
    return undefined;
  }
}

/** The system's code only: messages may quote names and addresses. */
function codeOf(error: unknown): string {
  const code: unknown = types.isNativeError(error) ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'the exchange broke off';
}
