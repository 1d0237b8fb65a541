import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { dueProjection } from '../models/due/due-projection.js';
import { DeviceStreams } from '../test/device-streams.js';
import { openReadStore, type OpenReadStore } from '../test/embedded-read-store.js';
import { projectAll } from '../test/projected-read-store.js';
import { accepted, at, OPTIONS, START, started } from '../test/samples.js';
import { DueQueries, effectivePriority } from './due-queries.js';

const MINUTE = 60_000;

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

/** Due `ms` after the start, and as important as told. */
async function command(uid: string, ms: number, priority = 4): Promise<void> {
  await streams.append([accepted({ ...OPTIONS, priority }), { type: 'CommandScheduled', data: { dueAt: at(ms) } }], { correlationUid: uid });
}
const project = async () => projectAll([dueProjection], store, opened.readStore);
const dueUids = async (now: number, limit = 10) => (await queries.dueRows(START + now, limit)).map(({ correlationUid }) => correlationUid);

describe('Due queries', () => {
  it('answers nothing when nothing waits', async () => {
    await project();
    expect(await dueUids(0)).toEqual([]);
    expect(await queries.nextDueAt()).toBeUndefined();
    expect(await queries.runningRows()).toEqual([]);
  });

  it('answers what is due, to the millisecond', async () => {
    await command('a', 1000);
    await project();
    expect(await dueUids(999)).toEqual([]);
    expect(await dueUids(1000)).toEqual(['a']);
    expect(await queries.nextDueAt()).toBe(START + 1000);
  });

  it('puts the higher priority first, then what is due longest', async () => {
    await command('late', 2000);
    await command('early', 1000);
    await command('urgent', 3000, 9);
    await command('idle', 0, 0);
    await project();
    expect(await dueUids(5000)).toEqual(['urgent', 'early', 'late', 'idle']);
    expect(await dueUids(5000, 2)).toEqual(['urgent', 'early']);
  });

  it('lets what has waited long overtake what is more important, but never priority 9', async () => {
    await command('patient', 0, 3);
    await command('normal', 60 * MINUTE, 4);
    await command('first', 60 * MINUTE, 9);
    await project();
    expect(await dueUids(61 * MINUTE)).toEqual(['first', 'patient', 'normal']);
    expect(await dueUids(61 * MINUTE, 2)).toEqual(['first', 'patient']);
  });

  it('keeps running commands apart', async () => {
    await command('waiting', 1000);
    await command('running', 0);
    await streams.append([started(1, 'lease')], { correlationUid: 'running' });
    await project();
    expect(await dueUids(MINUTE)).toEqual(['waiting']);
    expect(await queries.nextDueAt()).toBe(START + 1000);
    expect(await queries.runningRows()).toMatchObject([{ correlationUid: 'running', leaseToken: 'lease', attempt: 1 }]);
  });

  it.each([
    [4, 0, 4],
    [4, 15 * MINUTE - 1, 4],
    [4, 15 * MINUTE, 5],
    [4, 1000 * MINUTE, 8],
    [9, 1000 * MINUTE, 9],
    [0, -5 * MINUTE, 0],
  ])('raises priority %i after %i ms past due to %i', (priority, waited, expected) => {
    expect(effectivePriority(priority, START, START + waited)).toBe(expected);
  });
});
