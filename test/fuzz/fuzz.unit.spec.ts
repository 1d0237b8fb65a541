import { describe, expect, it } from '@jest/globals';
import { fuzz } from './run.js';

describe('the fuzzer', () => {
  it('finds nothing in a short run', async () => {
    const progress: string[] = [];
    const report = await fuzz({ inputs: 3_000, seed: 5, progress: (text) => progress.push(text) });
    expect(progress.filter((line) => line.startsWith('UNEXPECTED'))).toEqual([]);
    expect(report).toMatchObject({ inputs: 3_000, unexpected: 0 });
  }, 30_000);
});
