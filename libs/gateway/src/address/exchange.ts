import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

/** More of an answer is not read. */
const LARGEST_ANSWER = 64 * 1024;

export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** JSON. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** One request over a connection of its own: no redirect is followed, no proxy asked. @throws errors of the connection, of the signal */
export async function exchange({ method, url, body }: HttpQuestion, signal: AbortSignal): Promise<HttpAnswer> {
  const target = new URL(url);
  const content = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = { method, headers: { accept: 'application/json', ...content }, agent: false, signal };
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, options);
    request.once('error', reject);
    request.once('response', (answer) => {
      whole(answer).then(resolve, reject);
    });
    request.end(body);
  });
}

async function whole(answer: IncomingMessage): Promise<HttpAnswer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > LARGEST_ANSWER) throw new Error('the answer is too long');
    pieces.push(piece);
  }
  return { status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') };
}
