import { BACKWARDS, END, FORWARDS, jsonEvent, NO_STREAM, START, WrongExpectedVersionError } from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { facadeForTests } from './testing/facade-under-test.js';

const under = facadeForTests();
const events = (count: number) => Array.from({ length: count }, (_, index) => jsonEvent({ type: 'test', data: { index } }));

describe('the official client', () => {
  it('appends, reads and subscribes', async () => {
    const { client } = under;
    const appended = await client.appendToStream('a', events(5), { expectedRevision: NO_STREAM });
    expect(appended.nextExpectedRevision).toBe(4n);
    const indexes = [];
    for await (const { event } of client.readStream('a', { direction: FORWARDS, fromRevision: START })) indexes.push(event?.revision);
    expect(indexes).toEqual([0n, 1n, 2n, 3n, 4n]);
    const back = [];
    for await (const { event } of client.readStream('a', { direction: BACKWARDS, fromRevision: END, maxCount: 2 })) back.push(event?.revision);
    expect(back).toEqual([4n, 3n]);
    await expect(client.appendToStream('a', events(1), { expectedRevision: 1n })).rejects.toBeInstanceOf(WrongExpectedVersionError);
    const all = [];
    for await (const { event } of client.readAll()) all.push(event?.streamId);
    expect(all).toEqual(['$$$scavenges', 'a', 'a', 'a', 'a', 'a']);
    const seen = [];
    const subscription = client.subscribeToStream('a');
    await client.appendToStream('a', events(2));
    for await (const { event } of subscription) {
      seen.push(event?.revision);
      if (event?.revision === 6n) break;
    }
    expect(seen).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n]);
  });
});
