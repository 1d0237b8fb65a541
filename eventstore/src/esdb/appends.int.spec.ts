import { describe, expect, it } from '@jest/globals';
import { idsOf, newEvent, newEvents, newStream } from '../compliance/context.js';
import { openEsdbEventStore } from '../index.js';
import { esdbForTests } from './testing/esdb-under-test.js';

describe('an append to EventStoreDB', () => {
  const esdb = esdbForTests({ timeouts: { write: 2_000 } });

  it.each(['no-stream', 1] as const)('whose answer is lost is repeated and written once, expecting %s', async (expected) => {
    const { store, facade } = esdb;
    const stream = newStream();
    if (expected === 1) await store.append(stream, newEvents(2), 'no-stream');
    const events = newEvents(3);
    facade.loseAppendAnswers(1);
    const result = await store.append(stream, events, expected);
    expect(result).toMatchObject({ repeated: false });
    const stored = await store.readStream(stream);
    expect(idsOf(stored.slice(-3))).toEqual(idsOf(events));
    expect(stored).toHaveLength(expected === 1 ? 5 : 3);
    expect(stored.at(-1)).toMatchObject({ revision: result.revision, position: result.position });
    expect(esdb.warnings).toHaveLength(1);
  });

  it('whose answers are all lost is unknown, and can be repeated by the caller', async () => {
    const { store, facade } = esdb;
    const stream = newStream();
    const events = newEvents(2);
    facade.loseAppendAnswers(100);
    await expect(store.append(stream, events, 'no-stream')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await esdb.restart();
    expect(await store.append(stream, events, 'no-stream')).toMatchObject({ revision: 1 });
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it.each(['any', 'stream-exists'] as const)('that expects %s is not repeated when it may have been written', async (expected) => {
    const { store, facade } = esdb;
    const stream = newStream();
    await store.append(stream, [newEvent()], 'no-stream');
    facade.loseAppendAnswers(1);
    await expect(store.append(stream, [newEvent()], expected)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it('is refused without a try when it is too large', async () => {
    const { store, facade } = esdb;
    facade.refuseConnections();
    const data = JSON.stringify('x'.repeat(256 * 1024));
    await expect(store.append(newStream(), [{ ...newEvent(), data }], 'any')).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
  });

  it('finds out when another process wrote the same ids in that moment, with what it wrote', async () => {
    const { store } = esdb;
    const other = await esdb.open();
    const stream = newStream();
    const event = newEvent({ recordedAt: 1 });
    const first = await other.append(stream, [event], 'no-stream');
    const second = await store.append(stream, [{ ...event, data: JSON.stringify({ recordedAt: 2 }) }], 'no-stream');
    expect(second).toEqual({ ...first, repeated: true });
  });

  it('knows its own repetitions also where nobody else writes and nothing is looked for', async () => {
    const store = await esdb.open({ soleWriter: true });
    const stream = newStream();
    const events = newEvents(2);
    const first = await store.append(stream, events, 'no-stream');
    expect(first).toMatchObject({ revision: 1, repeated: false });
    expect(await store.append(stream, events, 'no-stream')).toEqual({ ...first, repeated: true });
    const again = await esdb.open({ soleWriter: true });
    expect(await again.append(stream, events, 'no-stream')).toEqual({ ...first, repeated: true });
  });

  it('is answered as a repetition to all but one of those that send it at once', async () => {
    const { store } = esdb;
    const events = newEvents(2);
    const stream = newStream();
    const results = await Promise.all(Array.from({ length: 3 }, async () => store.append(stream, events, 'no-stream')));
    expect(results.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await store.readStream(stream)).toHaveLength(2);
  });
});

describe('many appends to EventStoreDB', () => {
  const esdb = esdbForTests();

  it('go on in one store while the connection of another one breaks', async () => {
    const { store, facade } = esdb;
    const otherFacade = await esdb.another();
    const other = await openEsdbEventStore(otherFacade.connectionString);
    const streams = Array.from({ length: 20 }, () => newStream());
    await other.append(newStream(), newEvents(1), 'no-stream');
    facade.delayReplies(150);
    const appends = streams.map(async (stream) => store.append(stream, newEvents(2), 'no-stream'));
    otherFacade.dropConnections();
    const results = await Promise.all(appends);
    expect(results.every(({ revision, repeated }) => revision === 1 && !repeated)).toBe(true);
    facade.delayReplies(0);
    for (const stream of streams) expect(await store.readStream(stream)).toHaveLength(2);
    await other.close();
  });

  it('are sent in the order of the calls', async () => {
    const { store } = esdb;
    const start = await store.head();
    const all = newEvents(300);
    await Promise.all(all.map(async (event, index) => store.append(`${newStream()}-${index}`, [event], 'no-stream')));
    const { events } = await store.readAll({ after: start, limit: 500 });
    expect(idsOf(events)).toEqual(idsOf(all));
  });

  it('survive cuts: each event stands there once', async () => {
    const { store, facade } = esdb;
    const streams = Array.from({ length: 40 }, () => newStream());
    let cutting = true;
    const write = async (stream: string): Promise<void> => {
      for (let revision = -1; revision < 9; revision++) {
        await store.append(stream, [newEvent()], revision < 0 ? 'no-stream' : revision);
        if (revision % 3 === 0 && cutting && stream === streams[0]) facade.dropConnections();
      }
    };
    await Promise.all(streams.map(write));
    cutting = false;
    for (const stream of streams) expect((await store.readStream(stream)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
