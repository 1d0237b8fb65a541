import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { masterKeysOfTests } from '../../testing/master-keys-of-tests.js';
import { LATER, type OpenResultsPlace, OTHER, START, UID, useResults } from './harness.js';

/** Putting, getting and deleting. */
export function responseCompliance(open: OpenResultsPlace): void {
  describe('responses', () => {
    const under = useResults(open);

    it('answers the hash and length of the UTF-8 bytes', async () => {
      const json = '{"unit":"m³"}';
      const sha256 = createHash('sha256').update(json, 'utf8').digest('hex');
      expect(await under().store.put(UID, json, LATER)).toEqual({ sha256, bytes: 14 });
    });

    it.each(['{}', '', '{"text":"é 🚲 \\u0000"}', JSON.stringify('x'.repeat(3_000_000))])('gives back what was put (%#)', async (json) => {
      const { store } = under();
      const ref = await store.put(UID, json, LATER);
      expect((await store.get(UID, ref)) === json).toBe(true);
    });

    it('answers the same reference when the same is put again', async () => {
      const { store } = under();
      const ref = await store.put(UID, '{"a":1}', LATER);
      expect(await store.put(UID, '{"a":1}', LATER)).toEqual(ref);
      expect(await store.get(UID, ref)).toBe('{"a":1}');
    });

    it('takes the same response many times at once', async () => {
      const { store } = under();
      const refs = await Promise.all(Array.from({ length: 12 }, async () => store.put(UID, '{"a":1}', LATER)));
      expect(new Set(refs.map(({ sha256 }) => sha256)).size).toBe(1);
      expect(await store.get(UID, { sha256: refs[0]?.sha256 ?? '', bytes: 7 })).toBe('{"a":1}');
      expect(await store.sweep(LATER)).toBe(1);
    });

    it('keeps what was put before, as long as a reference may name it, and deletes all of it', async () => {
      const { store } = under();
      const partly = await store.put(UID, '{"actions":[1]}', LATER);
      const whole = await store.put(UID, '{"actions":[1,2]}', LATER);
      expect(await store.get(UID, whole)).toBe('{"actions":[1,2]}');
      expect(await store.get(UID, partly)).toBe('{"actions":[1]}');
      await store.delete(UID);
      expect(await store.get(UID, whole)).toBeUndefined();
      expect(await store.get(UID, partly)).toBeUndefined();
    });

    it('answers only for the reference that it gave', async () => {
      const { store } = under();
      const ref = await store.put(UID, '{"a":1}', LATER);
      expect(await store.get(UID, { ...ref, sha256: '0'.repeat(64) })).toBeUndefined();
      expect(await store.get(UID, { ...ref, bytes: ref.bytes + 1 })).toBeUndefined();
    });

    it('keeps commands apart', async () => {
      const { store } = under();
      const ref = await store.put(UID, '{"a":1}', LATER);
      expect(await store.get(OTHER, ref)).toBeUndefined();
      await store.put(OTHER, '{"a":1}', LATER);
      await store.delete(UID);
      expect(await store.get(OTHER, ref)).toBe('{"a":1}');
    });

    it('deletes, also what is not there', async () => {
      const { store } = under();
      const ref = await store.put(UID, '{"a":1}', LATER);
      await store.delete(UID);
      await store.delete(UID);
      expect(await store.get(UID, ref)).toBeUndefined();
    });

    it('takes a response again that was deleted', async () => {
      const { store } = under();
      await store.put(UID, '{"a":1}', LATER);
      await store.delete(UID);
      const ref = await store.put(UID, '{"a":1}', LATER);
      expect(await store.get(UID, ref)).toBe('{"a":1}');
    });

    it('shows to one process at once what another one put', async () => {
      const { place, store } = under();
      const other = place.open({ masterKeys: masterKeysOfTests, now: () => START });
      const ref = await store.put(UID, '{"a":1}', LATER);
      expect(await other.get(UID, ref)).toBe('{"a":1}');
      await other.delete(UID);
      expect(await store.get(UID, ref)).toBeUndefined();
    });

    it('keeps results over a reopening', async () => {
      const ref = await under().store.put(UID, '{"a":1}', LATER);
      expect(await (await under().reopen()).get(UID, ref)).toBe('{"a":1}');
    });
  });
}
