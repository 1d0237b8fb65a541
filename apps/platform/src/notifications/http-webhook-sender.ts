import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { types } from 'node:util';
import type { Clock } from '#event-sourcing';
import type { AttemptResult, WebhookRequest, WebhookSender } from '#orchestration';
import { allowedTarget, TargetRefusedError, type TargetPolicy } from './allowed-target.js';

const TIMEOUT = 10_000;
/** More of an answer's body is not read: the status is what counts. */
const LARGEST_ANSWER = 64 * 1024;
/** Given as reasons of aborts. */
const TIME_OVER = 'time over';
const DONE = 'done';

export interface HttpWebhookSenderOptions extends TargetPolicy {
  readonly clock: Clock;
  /** For the whole exchange, ms; default 10 s. */
  readonly timeout?: number;
  /** Default: the system's resolver. */
  readonly resolve?: Parameters<typeof allowedTarget>[2];
}

/** Sends each request over a connection of its own: no redirect is followed, no proxy asked. */
export class HttpWebhookSender implements WebhookSender {
  constructor(private readonly options: HttpWebhookSenderOptions) {}

  async send(request: WebhookRequest, signal: AbortSignal): Promise<AttemptResult | undefined> {
    const { clock, timeout = TIMEOUT } = this.options;
    const late = new AbortController();
    const done = new AbortController();
    void clock.wait(timeout, done.signal).then(() => late.abort(TIME_OVER));
    try {
      const status = await this.exchange(request, AbortSignal.any([signal, late.signal]));
      return { outcome: status >= 200 && status < 300 ? 'DELIVERED' : 'REJECTED', httpStatus: status };
    } catch (error) {
      if (signal.aborted) return undefined;
      return late.signal.aborted ? { outcome: 'TIMEOUT' } : failureOf(error);
    } finally {
      done.abort(DONE);
    }
  }

  /** Answers the status. @throws TargetRefusedError, errors of the connection */
  private async exchange({ url, headers, body }: WebhookRequest, signal: AbortSignal): Promise<number> {
    const target = webUrl(url);
    const lookup = allowedTarget(target, this.options, this.options.resolve);
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      lookup,
      agent: false,
      signal,
    };
    return new Promise((resolve, reject) => {
      const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, options);
      request.once('error', reject);
      request.once('response', (answer) => {
        statusWhenComplete(answer).then(resolve, reject);
      });
      request.end(body);
    });
  }
}

/** The status as soon as the answer has come whole, or has become too long to be read on. */
async function statusWhenComplete(answer: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_ANSWER) break;
  }
  return answer.statusCode ?? 0;
}

function webUrl(text: string): URL {
  if (!URL.canParse(text)) throw new TargetRefusedError('NO_WEB_URL');
  return new URL(text);
}

/** The system's code only: messages may quote names and addresses. */
function failureOf(error: unknown): AttemptResult {
  if (error instanceof TargetRefusedError) return { outcome: 'NOT_ALLOWED', error: error.reason };
  const code: unknown = types.isNativeError(error) ? Reflect.get(error, 'code') : undefined;
  return { outcome: 'UNREACHABLE', error: typeof code === 'string' ? code : 'UNKNOWN' };
}
