import { describe, expect, it } from '@jest/globals';
import { parseMasterKeys } from '../../master-keys/parse-master-keys.js';
import { masterKeyText } from '../../testing/master-keys-of-tests.js';
import type { ResultsStore } from '../port.js';
import { LATER, type OpenResultsPlace, START, UID, useResults } from './harness.js';

/** Former, missing and wrong master keys. */
export function resultsMasterKeyCompliance(open: OpenResultsPlace): void {
  describe('master keys', () => {
    const under = useResults(open);
    const storeUnder = (text: string): ResultsStore => under().place.open({ masterKeys: parseMasterKeys(text), now: () => START });
    const second = `second:${'aa'.repeat(32)}`;

    it('reads under a new master key what was sealed under the former, and says when that is missing', async () => {
      const ref = await under().store.put(UID, '{"a":1}', LATER);
      expect(await storeUnder(`${second},first:${masterKeyText}`).get(UID, ref)).toBe('{"a":1}');
      await expect(storeUnder(second).get(UID, ref)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY', name: 'ResultsStoreError' });
    });

    it('does not open under another key of the same id', async () => {
      const ref = await under().store.put(UID, '{"a":1}', LATER);
      await expect(storeUnder(`first:${'5f'.repeat(32)}`).get(UID, ref)).rejects.toMatchObject({ code: 'RESULTS_FAILED', name: 'ResultsStoreError' });
    });
  });
}
