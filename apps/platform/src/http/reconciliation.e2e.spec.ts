import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addDevice, DEVICE } from '../../test-support/requests.js';
import { answered, ScriptedGateway } from '../../test-support/scripted-gateway.js';
import { TestPlatform } from '../../test-support/test-platform.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const RESULT_TTL = 3_000;
/** The response is stored a little before the command has ended. */
const CLOSE = 2_000;

interface Page {
  readonly items: readonly { readonly correlationUid: string; readonly status: string }[];
  readonly next: string | null;
}

const gateway = new ScriptedGateway();
let test: TestPlatform;
beforeAll(async () => {
  gateway.script = (request) => Promise.resolve(answered(request, () => ({ logTime: '2026-01-01T00:00:00Z' })));
  test = await TestPlatform.start({ gateway: () => gateway, resultTtl: RESULT_TTL });
  await test.carriedOut('AddDevice', addDevice());
});
afterAll(() => test.stop());

const read = async () => String((await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE })).body['correlationUid']);
const history = async () => (await test.get(`/v1/devices/${DEVICE}/history?limit=500`)).text;

/** One in which nothing else happens. */
async function thisMillisecond(): Promise<string> {
  const turn = async (from: number): Promise<void> => {
    while (Date.now() === from) await new Promise((resolve) => setImmediate(resolve));
  };
  await turn(Date.now());
  const now = Date.now();
  await turn(now);
  return new Date(now).toISOString();
}

describe('what became of all that was sent in a period', () => {
  it('is listed once each, whatever is sent meanwhile', async () => {
    const from = await thisMillisecond();
    const sent = [];
    for (let n = 0; n < 7; n++) sent.push(await read());
    const to = await thisMillisecond();
    const found: Page['items'][number][] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Page = (await test.get(`/v1/commands?acceptedFrom=${from}&acceptedTo=${to}&limit=2&after=${after}`)).body as never;
      found.push(...page.items);
      after = page.next;
      await read();
    }
    expect(found.map(({ correlationUid }) => correlationUid).toSorted()).toEqual(sent.toSorted());
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
  });
});

describe('a response', () => {
  it('is kept for the configured time, and the history for ever', async () => {
    const { body } = await test.carriedOut('GetActualMeterReads', { deviceIdentification: DEVICE });
    expect(body).toMatchObject({ responseState: 'PRESENT', response: { logTime: expect.any(String) } });
    const before = await history();
    const url = `/v1/commands/${String(body['correlationUid'])}`;
    const completed = Date.parse(String(body['completedAt']));
    let later = body;
    while (later['responseState'] === 'PRESENT') later = (await test.get(url)).body;
    expect(Date.now()).toBeGreaterThanOrEqual(completed + RESULT_TTL - CLOSE);
    expect(later).toMatchObject({ status: 'SUCCEEDED', result: 'OK', responseState: 'EXPIRED', response: null });
    expect(await history()).toBe(before);
  });
});
