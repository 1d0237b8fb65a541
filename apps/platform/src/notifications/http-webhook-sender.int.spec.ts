import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { systemClock, VirtualClock } from '#event-sourcing';
import type { WebhookRequest } from '#orchestration';
import { HttpWebhookSender, type HttpWebhookSenderOptions } from './http-webhook-sender.js';

// Where many work, a thread takes its time to answer.
jest.setTimeout(60_000);

const never = new AbortController().signal;
const sockets = new Set<Socket>();
const servers: Server[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map(async (server) => new Promise((resolve) => server.close(resolve))));
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const http = async (listener: RequestListener): Promise<string> => `http://127.0.0.1:${await listening(createHttpServer(listener))}/hook?a=b`;
const raw = async (onConnection: (socket: Socket) => void): Promise<string> => `http://127.0.0.1:${await listening(createServer(onConnection))}/`;

function sender(options: Partial<HttpWebhookSenderOptions> = {}): HttpWebhookSender {
  return new HttpWebhookSender({ clock: systemClock, privateAddresses: 'accept', ...options });
}
const request = (url: string): WebhookRequest => ({ url, headers: { 'Content-Type': 'application/json', 'Meterlog-Id': 'x' }, body: '{"ä":1}' });

describe('a webhook request', () => {
  it('is one POST with headers and body as given', async () => {
    const seen: unknown[] = [];
    const url = await http((incoming, answer) => {
      let body = '';
      incoming.setEncoding('utf8').on('data', (part: string) => (body += part));
      incoming.on('end', () => {
        seen.push({ method: incoming.method, url: incoming.url, id: incoming.headers['meterlog-id'], body });
        answer.end();
      });
    });
    expect(await sender().send(request(url), never)).toEqual({ outcome: 'DELIVERED', httpStatus: 200 });
    expect(seen).toEqual([{ method: 'POST', url: '/hook?a=b', id: 'x', body: '{"ä":1}' }]);
  });

  it.each([
    [200, 'DELIVERED'],
    [202, 'DELIVERED'],
    [204, 'DELIVERED'],
    [299, 'DELIVERED'],
    [304, 'REJECTED'],
    [400, 'REJECTED'],
    [410, 'REJECTED'],
    [500, 'REJECTED'],
  ])('answered %i is %s', async (status, outcome) => {
    const url = await http((_incoming, answer) => answer.writeHead(status).end());
    expect(await sender().send(request(url), never)).toEqual({ outcome, httpStatus: status });
  });

  it('is recorded with whatever status a receiver makes up', async () => {
    const url = await raw((socket) => socket.once('data', () => socket.end('HTTP/1.1 042 Odd\r\nContent-Length: 0\r\n\r\n')));
    expect(await sender().send(request(url), never)).toMatchObject({ outcome: expect.stringMatching(/^(REJECTED|UNREACHABLE)$/) });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i)', async (status) => {
    let elsewhere = 0;
    const target = await http((_incoming, answer) => {
      elsewhere++;
      answer.end();
    });
    const url = await http((_incoming, answer) => answer.writeHead(status, { location: target }).end());
    expect(await sender().send(request(url), never)).toEqual({ outcome: 'REJECTED', httpStatus: status });
    expect(elsewhere).toBe(0);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['does not answer', () => undefined],
    ['does not end its headers', (socket) => socket.write('HTTP/1.1 200 OK\r\nX: ')],
    ['does not end its body', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab')],
    ['says only that it goes on', (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')],
  ])('times out after 10 s when the receiver %s', async (_what, behave) => {
    const clock = new VirtualClock(0);
    const asked = Promise.withResolvers<void>();
    const url = await raw((socket) =>
      socket.once('data', () => {
        behave(socket);
        asked.resolve();
      }),
    );
    const sent = sender({ clock }).send(request(url), never);
    await asked.promise;
    await clock.advance(9_999);
    const pending = Symbol('pending');
    expect(await Promise.race([sent, new Promise((resolve) => setImmediate(() => resolve(pending)))])).toBe(pending);
    await clock.advance(1);
    expect(await sent).toEqual({ outcome: 'TIMEOUT' });
    expect(clock.waiting).toBe(0);
  });

  it('times out also while the name is being resolved', async () => {
    const clock = new VirtualClock(0);
    const sent = sender({ clock, resolve: () => undefined }).send(request('https://client.example/'), never);
    await clock.advance(10_000);
    expect(await sent).toEqual({ outcome: 'TIMEOUT' });
  });

  it('counts an answer that comes late but in time', async () => {
    const clock = new VirtualClock(0);
    const late = Promise.withResolvers<() => void>();
    const url = await http((_incoming, answer) => late.resolve(() => answer.writeHead(204).end()));
    const sent = sender({ clock }).send(request(url), never);
    const answer = await late.promise;
    await clock.advance(9_999);
    answer();
    expect(await sent).toEqual({ outcome: 'DELIVERED', httpStatus: 204 });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['at once', (socket) => socket.resetAndDestroy()],
    ['after the request', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    [
      'in the middle of the answer',
      (socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab', () => socket.resetAndDestroy())),
    ],
    ['with something that is not HTTP', (socket) => socket.once('data', () => socket.end('hello\r\n\r\n'))],
  ])('is not delivered when the connection breaks %s', async (_when, behave) => {
    const result = await sender().send(request(await raw(behave)), never);
    expect(result).toEqual({ outcome: 'UNREACHABLE', error: expect.stringMatching(/^(ECONNRESET|EPIPE|HPE_\w+)$/) });
  });

  it('is not delivered when nobody listens', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await sender().send(request(`http://127.0.0.1:${port}/`), never)).toEqual({ outcome: 'UNREACHABLE', error: 'ECONNREFUSED' });
  });

  it('is not delivered to a name that does not exist', async () => {
    const notFound = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const result = await sender({ resolve: (_name, _options, callback) => callback(notFound, []) }).send(request('https://client.example/'), never);
    expect(result).toEqual({ outcome: 'UNREACHABLE', error: 'ENOTFOUND' });
  });

  it('reads no more than 64 KiB of an answer that does not end', async () => {
    let written = 0;
    const closed = Promise.withResolvers<void>();
    const url = await http((_incoming, answer) => {
      answer.writeHead(200).on('close', closed.resolve);
      const more = (): void => {
        if (answer.destroyed) return;
        written += 16_384;
        answer.write(Buffer.alloc(16_384), (error) => (error ? undefined : more()));
      };
      more();
    });
    expect(await sender().send(request(url), never)).toEqual({ outcome: 'DELIVERED', httpStatus: 200 });
    await closed.promise;
    // What the sockets of both sides hold is beyond our say.
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  it('is broken off when the platform stops, with nothing known of it', async () => {
    const stopping = new AbortController();
    const asked = Promise.withResolvers<void>();
    const url = await http(() => asked.resolve());
    const sent = sender().send(request(url), stopping.signal);
    await asked.promise;
    stopping.abort('stopping');
    expect(await sent).toBeUndefined();
    expect(await sender().send(request(url), stopping.signal)).toBeUndefined();
  });
});

describe('a webhook request to a private address', () => {
  const resolvesTo =
    (...addresses: readonly string[]): HttpWebhookSenderOptions['resolve'] =>
    (_name, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  it.each([
    'http://127.0.0.1/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a00:1]/',
    'https://[fd00::1]/',
  ])('is refused: %s', async (url) => {
    expect(await sender({ privateAddresses: 'reject' }).send(request(url), never)).toEqual({ outcome: 'NOT_ALLOWED', error: 'PRIVATE_ADDRESS' });
  });

  it('is refused when the name leads there, also beside others', async () => {
    for (const addresses of [['10.0.0.1'], ['::ffff:10.0.0.1'], ['93.184.215.14', '192.168.0.1']]) {
      const guarded = sender({ privateAddresses: 'reject', resolve: resolvesTo(...addresses) });
      expect(await guarded.send(request('https://client.example/'), never)).toEqual({ outcome: 'NOT_ALLOWED', error: 'PRIVATE_ADDRESS' });
    }
  });

  it('never reaches the receiver, whatever the name says the second time', async () => {
    let reached = 0;
    const port = await listening(createServer((socket) => (reached++, socket.destroy())));
    let asked = 0;
    const rebinding: HttpWebhookSenderOptions['resolve'] = (_name, _options, callback) =>
      callback(null, [{ address: asked++ === 0 ? '127.0.0.1' : '93.184.215.14', family: 4 }]);
    const result = await sender({ privateAddresses: 'reject', resolve: rebinding }).send(request(`https://client.example:${port}/`), never);
    expect(result).toEqual({ outcome: 'NOT_ALLOWED', error: 'PRIVATE_ADDRESS' });
    expect([asked, reached]).toEqual([1, 0]);
  });

  it('connects to the very address that was checked when such are accepted', async () => {
    const url = new URL(await http((_incoming, answer) => answer.end()));
    const result = await sender({ resolve: resolvesTo('127.0.0.1') }).send(request(`http://client.example:${url.port}/`), never);
    expect(result).toEqual({ outcome: 'DELIVERED', httpStatus: 200 });
  });

  it.each(['accept', 'reject'] as const)('has nothing to do with plain HTTP on the internet, which is refused (%s)', async (privateAddresses) => {
    const guarded = sender({ privateAddresses, resolve: resolvesTo('93.184.215.14') });
    expect(await guarded.send(request('http://client.example/'), never)).toEqual({ outcome: 'NOT_ALLOWED', error: 'PLAIN_HTTP' });
    expect(await guarded.send(request('http://93.184.215.14/'), never)).toEqual({ outcome: 'NOT_ALLOWED', error: 'PLAIN_HTTP' });
  });

  it.each(['ftp://127.0.0.1/', 'https://user:password@127.0.0.1/', 'not an url'])('%s is no URL to call at all', async (url) => {
    expect(await sender().send(request(url), never)).toEqual({ outcome: 'NOT_ALLOWED', error: 'NO_WEB_URL' });
  });
});
