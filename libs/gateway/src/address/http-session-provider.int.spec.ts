import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock, VirtualClock } from '#event-sourcing/clock.js';
import { HttpSessionProvider } from './http-session-provider.js';

const ICCID = '8931000000000000001';
const never = new AbortController().signal;

let server: Server;
let url: string;
let requests: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

const reply =
  (status: number, body = '') =>
  (_: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(status, { location: '/elsewhere' }).end(body);

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url} ${body}`.trim());
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/provider`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const failed = (message: string | RegExp) => expect.objectContaining({ failure: 'FAILED', message: expect.stringMatching(message) });

describe('HttpSessionProvider', () => {
  it.each(['', '/'])('sends an SMS and asks for a session (base URL that ends in "%s")', async (end) => {
    const provider = new HttpSessionProvider({ url: `${url}${end}`, clock: systemClock });
    answer = reply(202);
    await provider.wakeUp(ICCID, never);
    answer = reply(200, '{"ipAddress":"127.16.0.5"}');
    expect(await provider.session('89/31', never)).toBe('127.16.0.5');
    expect(requests).toEqual([`POST /provider/sms {"iccid":"${ICCID}"}`, 'GET /provider/sessions/89%2F31']);
  });

  it.each([
    ['null', reply(200, '{"ipAddress":null}')],
    ['no content', reply(204)],
  ])('knows no session by %s', async (_, reaction) => {
    answer = reaction;
    expect(await new HttpSessionProvider({ url, clock: systemClock }).session(ICCID, never)).toBeUndefined();
  });

  it.each(['wakeUp', 'session'] as const)('tells an unknown ICCID from other failures (%s)', async (question) => {
    const provider = new HttpSessionProvider({ url, clock: systemClock });
    answer = reply(404);
    await expect(provider[question](ICCID, never)).rejects.toMatchObject({ failure: 'UNKNOWN_ICCID' });
    for (const status of [301, 302, 400, 401, 500, 503]) {
      answer = reply(status);
      await expect(provider[question](ICCID, never)).rejects.toEqual(failed(`status ${status}`));
    }
    expect(requests).toHaveLength(7);
  });

  it.each(['', 'no JSON', '[]', 'null', '{}', '{"ipAddress":7}', '{"ipAddress":"meter.example"}', '{"ipAddress":""}'])(
    'takes no address from %j',
    async (body) => {
      answer = reply(200, body);
      await expect(new HttpSessionProvider({ url, clock: systemClock }).session(ICCID, never)).rejects.toEqual(failed(/no IP address/));
    },
  );

  it('does not read an endless answer', async () => {
    answer = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more);
      response.writeHead(200);
      more();
    };
    await expect(new HttpSessionProvider({ url, clock: systemClock }).session(ICCID, never)).rejects.toEqual(failed(/broke off/));
  });

  it('gives up after ten seconds without an answer', async () => {
    const clock = new VirtualClock(0);
    const asked = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const outcome = new HttpSessionProvider({ url, clock }).session(ICCID, never).catch((error: unknown) => error);
    await asked;
    await clock.advance(9_999);
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    expect(await outcome).toEqual(failed('no answer within 10000 ms'));
  });

  it('stops when it is told to, and leaves no timer behind', async () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    answer = () => stop.abort();
    await expect(new HttpSessionProvider({ url, clock }).wakeUp(ICCID, stop.signal)).rejects.toMatchObject({ failure: 'FAILED' });
    expect(clock.waiting).toBe(0);
  });

  it('says when nobody is there, without the address', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const provider = new HttpSessionProvider({ url: `http://127.0.0.1:${port}`, clock: systemClock });
    await expect(provider.wakeUp(ICCID, never)).rejects.toEqual(failed(/^ECONNREFUSED$/));
  });
});
