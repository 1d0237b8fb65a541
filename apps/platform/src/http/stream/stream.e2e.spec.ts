import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDevice } from '../../../test-support/requests.js';
import { ScriptedGateway } from '../../../test-support/scripted-gateway.js';
import { API_KEY, TestPlatform } from '../../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

let test: TestPlatform;
let url: string;
beforeAll(async () => {
  test = await TestPlatform.start({ gateway: () => new ScriptedGateway() });
  await test.app.listen(0, '127.0.0.1');
  url = await test.app.getUrl();
});
afterAll(() => test.stop());

interface Reader {
  /** Text until it contains `needle`. */
  until(needle: string): Promise<string>;
  close(): Promise<void>;
}

async function open(path: string, headers: Record<string, string> = {}): Promise<Reader> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${API_KEY}`, ...headers } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async until(needle) {
      while (!text.includes(needle)) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) throw new Error(`the stream ended without ${needle}: ${text}`);
        text += value;
      }
      return text;
    },
    close: async () => reader?.cancel(),
  };
}

const messagesOf = (text: string) =>
  text
    .split('\n\n')
    .filter((block) => block.startsWith('id:'))
    .map((block) => Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])));

describe('GET /v1/stream', () => {
  it('sends what happens from now on', async () => {
    const stream = await open('/v1/stream');
    await stream.until(': connected');
    await test.post('AddDevice', addDevice('TEST1024000000300'));
    const messages = messagesOf(await stream.until('event: CommandSucceeded'));
    await stream.close();
    expect(messages[0]).toMatchObject({ event: 'CommandAccepted' });
    expect(JSON.parse(messages[1]?.['data'] ?? '')).toMatchObject({
      deviceIdentification: 'TEST1024000000300',
      type: 'DeviceRegistered',
      revision: 1,
      position: messages[1]?.['id'],
    });
  });

  it('goes on after Last-Event-ID, for one device and some types', async () => {
    await test.post('AddDevice', addDevice('TEST1024000000301'));
    await test.post('AddDevice', addDevice('TEST10240000003012'));
    const history = await test.get('/v1/devices/TEST1024000000301/history');
    const [first] = history.body['items'] as readonly { position: string }[];
    const path = '/v1/stream?deviceIdentification=TEST1024000000301&types=KeyStored,CommandSucceeded';
    const stream = await open(path, { 'last-event-id': first?.position ?? '' });
    const messages = messagesOf(await stream.until('event: CommandSucceeded'));
    await stream.close();
    expect(messages.map((message) => message['event'])).toEqual(['KeyStored', 'KeyStored', 'KeyStored', 'CommandSucceeded']);
    expect(messages.every((message) => message['data']?.includes('"TEST1024000000301"'))).toBe(true);
  });

  it('refuses a Last-Event-ID that is none', async () => {
    const answer = await test.send({ method: 'GET', url: '/v1/stream', headers: { 'last-event-id': 'nonsense' } });
    expect(answer.status).toBe(400);
  });

  it('ends when the platform stops', async () => {
    const other = await TestPlatform.start({ gateway: () => new ScriptedGateway() });
    await other.app.listen(0, '127.0.0.1');
    const response = await fetch(`${await other.app.getUrl()}/v1/stream`, { headers: { authorization: `Bearer ${API_KEY}` } });
    const text = response.text();
    await other.stop();
    expect(await text).toBe(': connected\n\n');
  });
});
