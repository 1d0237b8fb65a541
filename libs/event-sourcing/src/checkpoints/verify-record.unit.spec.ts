import { describe, expect, it, jest } from '@jest/globals';
import type { StoredEvent } from '#eventstore/port.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { checkpointHash, signCheckpoint, type SignedCheckpoint } from './checkpoint.js';
import { checkpointLines, readCheckpoints } from './checkpoint-log.js';
import { append, checkpointed, noted, sealed, signer } from './testing/sample-record.js';
import { verifyRecord, type VerifyRecordOptions } from './verify-record.js';

jest.setTimeout(60_000);

const platform = signer();

interface Sample {
  readonly events: readonly StoredEvent[];
  readonly first: SignedCheckpoint;
  readonly second: SignedCheckpoint;
}

/** Streams a (6 events), b (4), then a checkpoint, c (3) and more of a, another checkpoint, and one more of b. */
async function sample(by = platform): Promise<Sample> {
  const store = new MemoryEventStore();
  const a = noted('a', 8);
  await append(store, [...a.slice(0, 6), ...noted('b', 4)]);
  const first = await checkpointed(store, by);
  await append(store, [...noted('c', 3), ...a.slice(6)]);
  const second = await checkpointed(store, by);
  await append(store, sealed('b', 'Noted', [{ text: 'last', n: 0 }], noted('b', 4).at(-1)));
  return { events: (await store.readAll()).events, first, second };
}

/** A store that holds just these, with the revisions they come with. */
async function verified(events: readonly StoredEvent[], options: VerifyRecordOptions = {}) {
  const store = new MemoryEventStore();
  const log = events.map((event, index) => ({ ...event, position: index + 1 }));
  store.readAll = async (options) => {
    const { after = 0, limit = 500 } = options ?? {};
    const page = log.slice(after, after + limit);
    return { events: page, next: after + page.length, atEnd: after + page.length >= log.length };
  };
  store.readStream = async (stream, options) => {
    const { from = 0, limit = Infinity } = options ?? {};
    return log.filter((event) => event.stream === stream && event.revision >= from).slice(0, limit);
  };
  return verifyRecord(store, options);
}

const reasons = ({ checkpoints }: Awaited<ReturnType<typeof verified>>): string[] =>
  checkpoints.map(({ source, checkpoint, reason }) => `${source} ${checkpoint} ${reason}`).toSorted();
const fileOf = (...signed: readonly SignedCheckpoint[]) => checkpointLines(signed.map((each) => `${JSON.stringify(each)}\n`).join(''));

describe('verification of a whole record', () => {
  it('agrees with what is untouched, and says from where on no checkpoint covers it', async () => {
    const { events, first, second } = await sample();
    const verdict = await verified(events, { file: fileOf(first, second), keyId: platform.keyId });
    expect(verdict).toEqual({
      events: 18,
      streams: 4,
      broken: [],
      checkpoints: [],
      covered: { events: 16, at: second.checkpoint.at, keyId: platform.keyId },
      uncovered: 2,
      checkpointsRead: 4,
      rootsRecomputed: 4,
    });
  });

  it('finds the end of every stream cut off below a checkpoint', async () => {
    const { events } = await sample();
    for (const stream of ['a', 'b', 'c']) {
      const own = events.filter((event) => event.stream === stream);
      for (let kept = stream === 'b' ? 3 : own.length - 1; kept >= 0; kept--) {
        const left = events.filter((event) => event.stream !== stream || event.revision < kept);
        const verdict = await verified(left);
        expect(verdict.broken).toEqual([]);
        expect(reasons(verdict).join()).toMatch(/record 1 (?:ROOT|BEYOND_END)/);
      }
    }
  });

  it('finds the end of the whole record cut off with the file only', async () => {
    const { events, first, second } = await sample();
    const left = events.slice(0, 12);
    expect(reasons(await verified(left))).toEqual([]);
    expect(reasons(await verified(left, { file: fileOf(first, second) }))).toEqual(['file 1 BEYOND_END', 'file 1 NOT_IN_RECORD']);
  });

  it('finds a stream that was put in below a checkpoint', async () => {
    const { events } = await sample();
    expect(reasons(await verified([...noted('d', 1), ...events]))).toEqual(['record 0 ROOT', 'record 1 ROOT']);
  });

  it('finds a stream that was rewritten from the start, with right hashes of its own', async () => {
    const { events } = await sample();
    const forged = sealed(
      'b',
      'Noted',
      [0, 1, 2, 3, 4].map((n) => ({ text: 'forged', n })),
    );
    const verdict = await verified(events.map((event) => (event.stream === 'b' ? { ...forged[event.revision]!, position: 0 } : event)));
    expect(verdict.broken).toEqual([]);
    expect(verdict.covered).toBeNull();
    expect(reasons(verdict)).toEqual(['record 0 ROOT', 'record 1 ROOT']);
  });

  it('finds checkpoints signed by somebody else, when the key is known', async () => {
    const { events } = await sample(signer());
    expect(reasons(await verified(events))).toEqual([]);
    const verdict = await verified(events, { keyId: platform.keyId });
    expect(reasons(verdict)).toEqual(['record 0 KEY', 'record 1 KEY']);
    expect(verdict.covered).toBeNull();
  });

  it('finds a record that was replaced whole, by the file', async () => {
    const { first, second } = await sample();
    const other = await sample(signer());
    expect(reasons(await verified(other.events, { file: fileOf(first, second) }))).toEqual([
      'file 0 NOT_IN_RECORD',
      'file 1 NOT_IN_RECORD',
      'file 1 ROOT',
      'record 0 KEY',
      'record 1 KEY',
    ]);
  });

  it('finds a checkpoint that somebody else put behind the real ones, without being told the key', async () => {
    const { events, first, second } = await sample();
    const store = new MemoryEventStore();
    await append(store, events);
    await checkpointed(store, signer());
    const forged = (await store.readAll()).events;
    const verdict = await verified(forged);
    expect(reasons(verdict)).toEqual(['record 2 KEY']);
    expect(verdict.covered).toMatchObject({ events: 16, keyId: platform.keyId });
    expect(reasons(await verified(forged, { file: fileOf(first, second) }))).toEqual(['record 2 KEY']);
  });

  it('takes the key of the file before that of the record', async () => {
    const { events, first } = await sample(signer());
    const other = signCheckpoint(platform, first.checkpoint);
    expect(reasons(await verified(events, { file: fileOf(other) }))).toEqual(['file 0 NOT_IN_RECORD', 'record 0 KEY', 'record 1 KEY']);
  });

  it('finds a changed, missing and doubled line of the file', async () => {
    const { events, first, second } = await sample();
    const changed = { ...first, checkpoint: { ...first.checkpoint, events: 9 } };
    expect(reasons(await verified(events, { file: fileOf(changed, second) }))).toEqual([
      'file 0 NOT_IN_RECORD',
      'file 0 ROOT',
      'file 0 SIGNATURE',
      'file 1 PREVIOUS',
    ]);
    expect(reasons(await verified(events, { file: fileOf(second) }))).toEqual([]);
    expect(reasons(await verified(events, { file: fileOf(first, second, second) }))).toEqual(['file 2 PREVIOUS']);
    expect(reasons(await verified(events, { file: checkpointLines(`nonsense\n${JSON.stringify(second)}`) }))).toEqual([
      'file 0 FORM',
      'file 1 PREVIOUS',
    ]);
  });

  it('takes no notice of a line that a crash cut off', async () => {
    const { first, second } = await sample();
    const text = `${JSON.stringify(first)}\n${JSON.stringify(second)}`;
    expect(checkpointLines(text)).toHaveLength(2);
    expect(checkpointLines(text.slice(0, -9))).toHaveLength(1);
  });

  it('takes no notice of the beginning of a line that was written as a whole afterwards', async () => {
    const { events, first, second } = await sample();
    const [one, two] = [JSON.stringify(first), JSON.stringify(second)];
    for (const length of [1, 40, two.length - 1]) {
      const file = checkpointLines(`${one}\n${two.slice(0, length)}\n${two}\n`);
      expect(reasons(await verified(events, { file }))).toEqual([]);
    }
    const other = checkpointLines(`${one}\n${two.slice(0, 40)}x\n${two}\n`);
    expect(reasons(await verified(events, { file: other }))).toEqual(['file 1 FORM', 'file 2 PREVIOUS']);
  });

  it('finds a checkpoint of the record that does not continue the one before it', async () => {
    const { events } = await sample();
    const store = new MemoryEventStore();
    await append(store, events);
    const [, second] = await readCheckpoints(store);
    const loose = signCheckpoint(platform, { ...second!.signed!.checkpoint, previous: checkpointHash(second!.signed!.checkpoint) });
    const [, last] = sealed('checkpoints', 'CheckpointSigned', [JSON.parse(events[10]!.data), loose]);
    expect(reasons(await verified(events.map((event) => (event.stream === 'checkpoints' && event.revision === 1 ? last! : event))))).toEqual([
      'record 1 PREVIOUS',
    ]);
  });

  it('recomputes as many roots as it is told to', async () => {
    const { events } = await sample();
    expect(await verified(events, { roots: 1 })).toMatchObject({ rootsRecomputed: 1, covered: { events: 16 } });
  });
});
