import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collected } from '../../testing/collected.js';
import { masterKeysOfTests } from '../../testing/master-keys-of-tests.js';
import type { SealedResult } from '../transfer.js';
import { LATER, type OpenResultsPlace, OTHER, type ResultsPlace, START, UID, useResults } from './harness.js';

/** Moving house: responses come out as they lie at rest and go in again. */
export function resultsTransferCompliance(open: OpenResultsPlace): void {
  describe('transfer', () => {
    const under = useResults(open);
    let to: ResultsPlace;
    beforeEach(async () => {
      to = await open();
    });
    afterEach(async () => to.remove());
    const exported = async (): Promise<SealedResult[]> => collected(under().place.transfer().exportAll());

    it('carries responses, sealed, with their expiry', async () => {
      const { store } = under();
      const refs = [await store.put(UID, '{"secret":"reading"}', LATER), await store.put(OTHER, '{}', START + 1)];
      const results = await exported();
      expect(Buffer.concat(results.map(({ sealed }) => sealed)).includes('reading')).toBe(false);
      expect(await to.transfer().importAll(results)).toBe(2);
      const moved = to.open({ masterKeys: masterKeysOfTests, now: () => START });
      expect(await moved.get(UID, refs[0] ?? { sha256: '', bytes: 0 })).toBe('{"secret":"reading"}');
      expect(await moved.sweep(START + 1)).toBe(1);
      expect(await moved.get(UID, refs[0] ?? { sha256: '', bytes: 0 })).toBe('{"secret":"reading"}');
    });

    it('may be repeated, and after clearing holds what was given last', async () => {
      const ref = await under().store.put(UID, '{"a":1}', LATER);
      const results = await exported();
      await to.transfer().importAll(results);
      await to.transfer().importAll(results);
      expect(await collected(to.transfer().exportAll())).toHaveLength(1);
      await under().store.delete(UID);
      await under().store.put(OTHER, '{"b":2}', LATER);
      await to.transfer().clear();
      await to.transfer().importAll(await exported());
      const moved = to.open({ masterKeys: masterKeysOfTests, now: () => START });
      expect(await moved.get(UID, ref)).toBeUndefined();
      expect(await collected(to.transfer().exportAll())).toHaveLength(1);
    });
  });
}
