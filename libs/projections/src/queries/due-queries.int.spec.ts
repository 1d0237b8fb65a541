import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { dueProjection } from '../models/due/due-projection.js';
import { DeviceStreams } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { projectAll } from '../test/projected-read-store.js';
import { accepted, at, START, started } from '../test/samples.js';
import { DueQueries, type WaitingRequest } from './due-queries.js';

jest.setTimeout(60_000);

let store: MemoryEventStore;
let streams: DeviceStreams;
let opened: OpenReadStore;
let queries: DueQueries;

beforeEach(async () => {
  store = new MemoryEventStore();
  streams = new DeviceStreams(store);
  opened = await openReadStore();
  queries = new DueQueries(opened.readStore);
});
afterEach(async () => opened.close());

/** Due `ms` after the start. */
async function command(uid: string, ms: number): Promise<void> {
  await streams.append([accepted(), { type: 'CommandScheduled', data: { dueAt: at(ms) } }], { correlationUid: uid });
}
const project = async () => projectAll([dueProjection], store, opened.readStore);
const uids = async (request: WaitingRequest) => (await queries.waiting(request)).rows.map(({ correlationUid }) => correlationUid);

describe('Due queries', () => {
  it('answer nothing when nothing waits', async () => {
    await project();
    expect(await queries.waiting({ to: START + 1 })).toEqual({ rows: [], next: null });
    expect(await queries.runningRows()).toEqual([]);
  });

  it('answer what falls due in a window, to the millisecond, the earliest first', async () => {
    await command('c', 3000);
    await command('a', 1000);
    await command('b', 2000);
    await project();
    expect(await uids({ to: START + 1000 })).toEqual([]);
    expect(await uids({ to: START + 3001 })).toEqual(['a', 'b', 'c']);
    expect(await uids({ from: START + 1000, to: START + 3000 })).toEqual(['a', 'b']);
    expect(await uids({ from: START + 1001, to: START + 3000 })).toEqual(['b']);
  });

  it('go on where a page ended', async () => {
    for (const uid of ['a', 'b', 'c']) await command(uid, 1000);
    await project();
    const first = await queries.waiting({ to: START + 5000, limit: 2 });
    expect(first.rows).toHaveLength(2);
    const rest = await queries.waiting({ to: START + 5000, limit: 2, after: first.next ?? '' });
    expect(rest.next).toBeNull();
    expect([...first.rows, ...rest.rows].map(({ correlationUid }) => correlationUid).sort()).toEqual(['a', 'b', 'c']);
  });

  it('keep running commands apart', async () => {
    await command('waiting', 1000);
    await command('running', 0);
    await streams.append([started(1, 'lease')], { correlationUid: 'running' });
    await project();
    expect(await uids({ to: START + 60_000 })).toEqual(['waiting']);
    expect(await queries.runningRows()).toMatchObject([{ correlationUid: 'running', leaseToken: 'lease', attempt: 1 }]);
  });
});
