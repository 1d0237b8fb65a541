import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { facadeForTests } from './testing/facade-under-test.js';
import { describeMessage, type Expected, RawClient, readRequest, uuid } from './testing/raw-client.js';
import type { streamsPb } from './wire/generated.js';

type Answer = streamsPb.AppendResp.AsObject;

const under = facadeForTests();
let raw: RawClient;
beforeAll(() => {
  raw = new RawClient(under.facade.port);
});
afterAll(() => raw.close());

/** Ids by short names, anew for each test. */
let ids: Record<string, string>;
let stream: string;
let positions: Record<number, string | undefined>;

const append = async (expected: Expected, names: string, to = stream): Promise<Answer> => {
  const events = names.split(' ').map((name) => ({ id: uuid((ids[name] ??= randomUUID())) }));
  return (await raw.append(to, expected, events)) as Answer;
};

const revisions = async (): Promise<string[]> => (await raw.read(readRequest({ stream, count: 100 }))).messages.map(describeMessage);

beforeEach(async () => {
  ids = {};
  stream = randomUUID();
  const first = await append('no-stream', 'e0 e1 e2');
  const second = await append(2n, 'x0 x1');
  positions = { 2: first.success?.position?.commitPosition, 4: second.success?.position?.commitPosition };
});

describe('a repeated append', () => {
  it.each<[string, Expected, number]>([
    ['e0 e1 e2', 'no-stream', 2],
    ['e0 e1 e2', 'any', 2],
    ['e0 e1 e2', 'stream-exists', 2],
    ['e0 e1', 'no-stream', 1],
    ['e1 e2', 0n, 2],
    ['e1 e2', 'any', 2],
    ['x0 x1', 2n, 4],
    ['e0 e1 e2 x0 x1', 'no-stream', 4],
    ['e0 e1 e2 x0 x1', 'any', 4],
    ['e2 x0', 1n, 3],
    ['e1 e0', 'any', 0],
    ['e0 e2', 'any', 2],
  ])('of %s expecting %s is answered with revision %i and writes nothing', async (names, expected, revision) => {
    const { success } = await append(expected, names);
    expect(success?.currentRevision).toBe(String(revision));
    if (positions[revision] !== undefined) expect(success?.position?.commitPosition).toBe(positions[revision]);
    expect(await revisions()).toHaveLength(5);
  });

  it.each<[string, Expected]>([
    ['e1 e2', 'no-stream'],
    ['e0 e1 e2 x0 x1 new', 'no-stream'],
    ['x1 new', 3n],
    ['x1 new', 'any'],
    ['x1 new', 'stream-exists'],
  ])('of %s expecting %s is refused', async (names, expected) => {
    const { wrongExpectedVersion } = await append(expected, names);
    expect(wrongExpectedVersion?.currentRevision).toBe('4');
    if (expected === 'any') expect(wrongExpectedVersion).toMatchObject({ expectedAny: expect.anything(), any2060: expect.anything() });
    expect(await revisions()).toHaveLength(5);
  });

  it.each<[string, Expected]>([
    ['x0 x1', 4n],
    ['e0 e1 e2', 4n],
    ['new x0', 'any'],
  ])('of %s expecting %s is written again', async (names, expected) => {
    const { success } = await append(expected, names);
    expect(success?.currentRevision).toBe(String(4 + names.split(' ').length));
  });

  it('of an id that stands twice is answered with the first', async () => {
    await append('any', 'new x0');
    expect((await append('any', 'x0')).success?.currentRevision).toBe('3');
  });

  it('is not compared by what it holds', async () => {
    const events = [{ id: uuid(ids['e0'] ?? ''), type: 'other', data: '{"other":1}' }];
    expect(((await raw.append(stream, 'no-stream', events)) as Answer).success?.currentRevision).toBe('0');
  });

  it('is none in another stream, or within one append', async () => {
    expect((await append('any', 'e0', randomUUID())).success?.currentRevision).toBe('0');
    expect((await append('no-stream', 'twin twin', randomUUID())).success?.currentRevision).toBe('1');
  });

  it('of a soft-deleted stream has no position and leaves it deleted', async () => {
    await raw.remove('delete', stream, 'any');
    const { success } = await append('no-stream', 'e0 e1');
    expect(success).toMatchObject({ currentRevision: '1', noPosition: expect.anything() });
    expect(await revisions()).toEqual(['stream-not-found']);
  });

  it('ten times at once is written once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => append(4n, 'once')));
    expect(answers.map(({ success }) => success?.currentRevision)).toEqual(Array.from({ length: 10 }, () => '5'));
    // Also those that came while it was on its way to the disk are answered with where it lies.
    const places = new Set(answers.map(({ success }) => success?.position?.commitPosition));
    expect(places.size).toBe(1);
    expect(places).not.toContain(undefined);
    expect(await revisions()).toHaveLength(6);
  });

  it('is known by its place after a restart, but not to any or stream-exists, which have only memory', async () => {
    await under.restart();
    raw.close();
    raw = new RawClient(under.facade.port);
    expect((await append('no-stream', 'e0 e1 e2')).success).toMatchObject({ currentRevision: '2', position: { commitPosition: positions[2] } });
    expect((await append(2n, 'x0 x1')).success?.currentRevision).toBe('4');
    expect((await append('stream-exists', 'e0 e1 e2')).success?.currentRevision).toBe('7');
  });
});
