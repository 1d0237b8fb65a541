import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { historyOf } from '../support/history.js';
import { TEST_API_KEY } from '../support/platform-process.js';
import { TestSite } from '../support/test-site.js';

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.start({ base: '127.31.0.1', meters: 2 });
});
afterAll(async () => site?.stop());

interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly deviceIdentification: string; readonly revision: number; readonly hash: string };
}

/** Server-sent events of the stream until `enough`; answers those that have a name. */
async function messages(query: string, lastEventId: string | undefined, act: () => Promise<unknown>, enough: (got: readonly Message[]) => boolean) {
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${TEST_API_KEY}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
  const answer = await fetch(`${site.api.url}/v1/stream${query}`, { headers, signal: stop.signal });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/event-stream/)]);
  const got: Message[] = [];
  let text = '';
  let acted: Promise<unknown> | undefined;
  for await (const bytes of answer.body ?? []) {
    acted ??= act();
    text += Buffer.from(bytes).toString('utf8');
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    got.push(...parts.flatMap(messageOf));
    if (enough(got)) break;
  }
  stop.abort();
  await acted;
  return got;
}

function messageOf(part: string): readonly Message[] {
  const fields = new Map(part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]));
  const event = fields.get('event');
  if (event === undefined) return [];
  return [{ id: fields.get('id') ?? '', event, data: JSON.parse(fields.get('data') ?? '') as Message['data'] }];
}

const ended = (got: readonly Message[]) => got.some(({ event }) => event === 'CommandSucceeded');

describe('The stream of events', () => {
  it('tells what happens to a device while it happens, and of no other', async () => {
    const [meter, other] = [site.meter('SMR 5.1'), site.meter('DSMR 4.2.2')];
    const act = () => Promise.all([site.api.run('GetActualMeterReads', other), site.api.run('GetActualMeterReads', meter)]);
    const got = await messages(`?deviceIdentification=${meter}`, undefined, act, ended);
    expect(got.map(({ event }) => event)).toEqual(expect.arrayContaining(['CommandAccepted', 'AttemptStarted', 'MeterReadsCollected']));
    expect(new Set(got.map(({ data }) => data.deviceIdentification))).toEqual(new Set([meter]));
    const history = await historyOf(site.api, meter);
    const { revision = 0 } = got[0]?.data ?? {};
    expect(got.map(({ data }) => data.hash)).toEqual(history.slice(revision, revision + got.length).map(({ hash }) => hash));
  });

  it('goes on after the last event that a client has seen', async () => {
    const meter = site.meter('SMR 5.1');
    const history = await historyOf(site.api, meter);
    const seen = history[4];
    const got = await messages(
      `?deviceIdentification=${meter}`,
      seen?.position,
      async () => undefined,
      (all) => all.length >= history.length - 5,
    );
    expect(got.map(({ id }) => id)).toEqual(history.slice(5).map(({ position }) => position));
  });

  it('has only the types that were asked for', async () => {
    const meter = site.meter('DSMR 4.2.2');
    const act = () => site.api.run('GetActualMeterReads', meter);
    const got = await messages('?types=MeterReadsCollected,CommandSucceeded', undefined, act, ended);
    expect(got.map(({ event }) => event)).toEqual(['MeterReadsCollected', 'CommandSucceeded']);
  });
});
