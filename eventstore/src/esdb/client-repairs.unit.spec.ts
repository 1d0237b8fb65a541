import { describe, expect, it } from '@jest/globals';
import { Duplex } from 'node:stream';
import { closingChannels, repairBatchStream, withoutCrashes } from './client-repairs.js';

class Pipe extends Duplex {
  readonly written: unknown[] = [];

  constructor() {
    super({ objectMode: true, highWaterMark: 1 });
  }

  override _read(): void {
    // Nothing to fetch: the test pushes.
  }

  override _write(chunk: unknown): void {
    // Never done, as on a connection that takes nothing more.
    this.written.push(chunk);
  }
}

describe('the stream of batched appends', () => {
  it('survives an answer that nobody waits for, and still hands on the others', async () => {
    const stream = new Pipe();
    const answers: unknown[] = [];
    stream.on('data', (answer: unknown) => {
      if (answer === 'stray') throw new TypeError('undefined is not iterable');
      answers.push(answer);
    });
    repairBatchStream(stream);
    const all = new Promise<void>((resolve) => {
      stream.on('data', () => answers.length === 2 && resolve());
    });
    for (const answer of ['first', 'stray', 'second']) stream.push(answer);
    await all;
    expect(answers).toEqual(['first', 'second']);
  });

  it('takes what it is given without back-pressure', () => {
    const stream = new Pipe();
    expect(stream.write('a')).toBe(false);
    repairBatchStream(stream);
    expect([stream.write('b'), stream.write('c')]).toEqual([true, true]);
    expect(stream.writableLength).toBe(3);
  });
});

describe('the client', () => {
  const client = (change: object = {}) => ({
    GRPCStreamCreator: () => undefined,
    handleError: async () => undefined,
    createChannel: async () => undefined,
    ...change,
  });

  it('looks after its connection without an unhandled rejection', async () => {
    const repaired = client({ handleError: async () => Promise.reject(new Error('Failed to discover after 10 attempts.')) });
    withoutCrashes(repaired);
    await expect(repaired.handleError()).resolves.toBeUndefined();
  });

  it('closes its channel, also one that is only being made', async () => {
    const closed: string[] = [];
    const names = ['first', 'second'];
    const repaired = client({ createChannel: async () => ({ name: names[0], close: (): number => closed.push(names.shift() ?? '') }) });
    const close = closingChannels(repaired);
    await repaired.createChannel();
    close();
    expect(closed).toEqual(['first']);
    await repaired.createChannel();
    expect(closed).toEqual(['first', 'second']);
  });

  it('of another version is refused', () => {
    expect(() => withoutCrashes({})).toThrow(TypeError);
    expect(() => closingChannels({})).toThrow(TypeError);
  });
});
