import { describe, expect, it } from '@jest/globals';
import { KeyedQueue } from './keyed-queue.js';

describe('KeyedQueue', () => {
  it('runs tasks of a key one after the other, also those that come while others run', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const task = (name: string) => async (): Promise<void> => {
      log.push(`${name}+`);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      log.push(`${name}-`);
    };
    const first = queue.run('k', task('a'));
    const second = queue.run('k', task('b'));
    await first;
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    await Promise.all([second, queue.run('k', task('c'))]);
    expect(log.join('')).toBe('a+a-b+b-c+c-');
  });

  it('does not let one key wait for another, nor for a failure', async () => {
    const queue = new KeyedQueue();
    const never = new Promise<void>(() => undefined);
    void queue.run('busy', () => never);
    await expect(queue.run('k', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await queue.run('k', () => Promise.resolve(1))).toBe(1);
  });
});
