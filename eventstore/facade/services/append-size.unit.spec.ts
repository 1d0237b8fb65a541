import { describe, expect, it } from '@jest/globals';
import { AppendSize } from './append-size.js';

const event = (bytes: number) => ({ id: 'id', type: 't', isJson: false, data: new Uint8Array(bytes), metadata: new Uint8Array(99) });

describe('the size of an append', () => {
  it('is that of its data, up to the limit and including it', () => {
    const size = new AppendSize(10);
    expect([size.add(event(4)), size.add(event(6)), size.add(event(0)), size.add(event(1))]).toEqual([true, true, true, false]);
  });

  it('is too large with more events than the store has room for', () => {
    const size = new AppendSize(10);
    const fits = Array.from({ length: 30_001 }, () => size.add(event(0)));
    expect(fits.indexOf(false)).toBe(30_000);
  });
});
