import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHmac, randomUUID } from 'node:crypto';
import { GuideReceiver } from './guide-receiver.js';

// A process of its own takes its time on a busy machine.
jest.setTimeout(30_000);

const SECRET = 'the-secret-of-the-guide';

let receiver: GuideReceiver;
let url: string;
beforeAll(async () => {
  receiver = await GuideReceiver.start(SECRET);
  url = await receiver.url();
});
afterAll(async () => receiver?.stop());

interface Told {
  readonly id: string;
  readonly correlationUid: string;
  readonly timestamp: string;
  readonly body: string;
}

function told(at = Date.now()): Told {
  const [id, correlationUid] = [randomUUID(), randomUUID()];
  const body = JSON.stringify({ id, correlationUid, status: 'SUCCEEDED', deviceIdentification: 'MÉTER-ø' });
  return { id, correlationUid, timestamp: String(Math.floor(at / 1_000)), body };
}

function sign({ id, timestamp, body }: Told, secret = SECRET): string {
  return `v1=${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex')}`;
}

async function post({ id, timestamp, body }: Told, signature: string | undefined): Promise<number> {
  const headers: Record<string, string> = { 'Meterlog-Id': id, 'Meterlog-Timestamp': timestamp };
  if (signature !== undefined) headers['Meterlog-Signature'] = signature;
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

describe('the receiver of the guide', () => {
  it('takes what the platform signed, each id once', async () => {
    const one = told();
    expect(await post(one, sign(one))).toBe(204);
    expect(await post(one, sign(one))).toBe(204);
    const next = told();
    expect(await post(next, sign(next))).toBe(204);
    await receiver.line(new RegExp(next.correlationUid));
    expect(receiver.lines.filter((line) => line === `command ${one.correlationUid} SUCCEEDED`)).toHaveLength(1);
  });

  it.each<[string, (one: Told) => readonly [Told, string | undefined]]>([
    ['another secret', (one) => [one, sign(one, 'another-secret-altogether')]],
    ['another body', (one) => [{ ...one, body: one.body.replace('SUCCEEDED', 'FAILED') }, sign(one)]],
    ['another id', (one) => [{ ...one, id: randomUUID() }, sign(one)]],
    ['another time', (one) => [{ ...one, timestamp: String(Number(one.timestamp) + 1) }, sign(one)]],
    ['no signature', (one) => [one, undefined]],
    ['half a signature', (one) => [one, sign(one).slice(0, 30)]],
    ['a signature of other letters', (one) => [one, `é${sign(one).slice(1)}`]],
  ])('turns away %s', async (_what, change) => {
    const [changed, signature] = change(told());
    expect(await post(changed, signature)).toBe(401);
  });

  it.each([
    ['that is old', -600_000],
    ['from the future', 600_000],
  ])('turns away what has a time %s, however well signed', async (_which, offset) => {
    const one = told(Date.now() + offset);
    expect(await post(one, sign(one))).toBe(401);
  });

  it('turns away a time that is none', async () => {
    const one = { ...told(), timestamp: 'soon' };
    expect(await post(one, sign(one))).toBe(401);
  });
});
