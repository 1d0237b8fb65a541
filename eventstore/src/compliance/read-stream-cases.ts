import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ReadStreamOptions } from '../port.js';
import { type ComplianceContext, given, newStream } from './context.js';

const cases: readonly (readonly [options: ReadStreamOptions, revisions: readonly number[]])[] = [
  [{}, [0, 1, 2, 3, 4]],
  [{ from: 0 }, [0, 1, 2, 3, 4]],
  [{ from: 3 }, [3, 4]],
  [{ from: 5 }, []],
  [{ from: 50 }, []],
  [{ limit: 2 }, [0, 1]],
  [{ from: 1, limit: 2 }, [1, 2]],
  [{ from: 3, limit: 10 }, [3, 4]],
  [{ direction: 'backward' }, [4, 3, 2, 1, 0]],
  [{ direction: 'backward', limit: 1 }, [4]],
  [{ direction: 'backward', from: 2 }, [2, 1, 0]],
  [{ direction: 'backward', from: 2, limit: 2 }, [2, 1]],
  [{ direction: 'backward', from: 0 }, [0]],
  [{ direction: 'backward', from: 50 }, [4, 3, 2, 1, 0]],
];

export function readStreamCases(context: ComplianceContext): void {
  describe('readStream', () => {
    let stream: string;
    beforeEach(async () => {
      stream = newStream();
      await given(context.store, stream, 5);
      await given(context.store, `${stream}-other`, 5);
    });

    it.each(cases)('%j of five events answers %j', async (options, revisions) => {
      const events = await context.store.readStream(stream, options);
      expect(events.map(({ revision }) => revision)).toEqual(revisions);
      expect(events.every((event) => event.stream === stream)).toBe(true);
    });

    it.each(['forward', 'backward'] as const)('answers nothing of a stream that does not exist, %s', async (direction) => {
      expect(await context.store.readStream(newStream(), { direction })).toEqual([]);
    });

    it('reads a long stream whole', async () => {
      const { store } = context;
      const long = newStream();
      await given(store, long, 1_234);
      const events = await store.readStream(long);
      expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 1_234 }, (_, n) => n));
      expect(await store.readStream(long, { direction: 'backward' })).toEqual(events.toReversed());
    });
  });
}
