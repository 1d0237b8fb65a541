import { describe, expect, it } from '@jest/globals';
import { LATER, type OpenResultsPlace, START, UID, useResults } from './harness.js';

/** Expiry and sweeping. */
export function expiryCompliance(open: OpenResultsPlace, many: number): void {
  describe('expiry', () => {
    const under = useResults(open);

    it('answers nothing from the moment of expiry on, swept or not', async () => {
      const { store } = under();
      const ref = await store.put(UID, '{"a":1}', LATER);
      under().now = LATER - 1;
      expect(await store.get(UID, ref)).toBe('{"a":1}');
      under().now = LATER;
      expect(await store.get(UID, ref)).toBeUndefined();
    });

    it('takes the expiry of the last put', async () => {
      const { store } = under();
      await store.put(UID, '{"a":1}', LATER);
      const ref = await store.put(UID, '{"a":1}', LATER + 1000);
      under().now = LATER;
      expect(await store.get(UID, ref)).toBe('{"a":1}');
    });

    it('sweeps what has expired and says how many', async () => {
      const { store } = under();
      await Promise.all(Array.from({ length: many }, async (_, index) => store.put(`expired-${index}`, '{}', START + 1000)));
      const ref = await store.put(UID, '{"a":1}', LATER);
      expect(await store.sweep(START)).toBe(0);
      expect(await store.sweep(START + 1000)).toBe(many);
      expect(await store.sweep(START + 1000)).toBe(0);
      expect(await store.get(UID, ref)).toBe('{"a":1}');
    });
  });
}
