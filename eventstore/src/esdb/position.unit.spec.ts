import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkpointPosition, eventPosition, wirePosition } from './position.js';

const offsets = fc.bigInt({ min: 1n, max: 2n ** 52n - 1n });
const at = (commit: bigint) => ({ commit, prepare: commit });
const before = (commit: bigint) => ({ commit, prepare: 0n });
const failed = expect.objectContaining({ code: 'STORE_FAILED' });

describe('a position', () => {
  it('of an event comes back with both coordinates', () => {
    fc.assert(fc.property(offsets, (offset) => expect(wirePosition(eventPosition(at(offset)))).toEqual(at(offset))));
  });

  it('of a place between two records comes back with both coordinates', () => {
    fc.assert(fc.property(offsets, (offset) => expect(wirePosition(checkpointPosition(before(offset)))).toEqual(before(offset))));
  });

  it('is a safe integer and has the order of the log: a place lies behind every earlier event and before the event at it', () => {
    fc.assert(
      fc.property(offsets, offsets, (a, b) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        const positions = [checkpointPosition(before(first)), eventPosition(at(first))];
        if (first !== second) positions.push(checkpointPosition(before(second)), eventPosition(at(second)));
        expect(positions).toEqual(positions.toSorted((x, y) => x - y));
        expect(new Set(positions).size).toBe(positions.length);
        expect(positions.every((position) => Number.isSafeInteger(position))).toBe(true);
      }),
    );
  });

  it('0 is the start, which a server names 0/0', () => {
    expect(wirePosition(0)).toBe('start');
    expect(checkpointPosition({ commit: 0n, prepare: 0n })).toBe(0);
  });

  it('of a checkpoint at an event is that of the event', () => {
    expect(checkpointPosition(at(733n))).toBe(eventPosition(at(733n)));
  });

  it('of a checkpoint inside of a transaction is the place before its commit: nothing is passed over', () => {
    expect(checkpointPosition({ commit: 733n, prepare: 548n })).toBe(checkpointPosition(before(733n)));
  });

  it.each([
    ['an event whose prepare is not its commit', () => eventPosition({ commit: 733n, prepare: 548n })],
    ['a checkpoint whose prepare lies behind its commit', () => checkpointPosition({ commit: 548n, prepare: 733n })],
    ['an offset that a number cannot carry', () => eventPosition(at(2n ** 52n))],
    ['an offset below zero', () => eventPosition(at(-1n))],
  ])('refuses %s', (_, position) => {
    expect(position).toThrow(failed as unknown as Error);
  });
});
