import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { ResultsStore } from './port.js';

/** An empty results store of its own for each test. */
export interface ResultsStoreUnderTest {
  readonly store: ResultsStore;
  /** Closes the store and opens it on what it kept. */
  reopen(): Promise<ResultsStore>;
  close(): Promise<void>;
}

/** `now` is the clock that the store has to use. */
export type OpenResultsStore = (now: () => number) => Promise<ResultsStoreUnderTest>;

const UID = '01931b5e-7c1a-7000-8000-000000000001';
const OTHER = '01931b5e-7c1a-7000-8000-000000000002';
const START = Date.UTC(2026, 10, 24);
const LATER = START + 7 * 86_400_000;

/** What every adapter of the results store must do. `open` answers an empty store, anew for each test. */
export function resultsStoreCompliance(name: string, open: OpenResultsStore): void {
  describe(`results store compliance: ${name}`, () => {
    let under: ResultsStoreUnderTest;
    let now: number;
    beforeEach(async () => {
      now = START;
      under = await open(() => now);
    });
    afterEach(async () => under.close());

    it('answers the hash and length of the UTF-8 bytes', async () => {
      const json = '{"unit":"m³"}';
      const sha256 = createHash('sha256').update(json, 'utf8').digest('hex');
      expect(await under.store.put(UID, json, LATER)).toEqual({ sha256, bytes: 14 });
    });

    it.each(['{}', '', '{"text":"é 🚲 \\u0000"}', JSON.stringify('x'.repeat(3_000_000))])('gives back what was put (%#)', async (json) => {
      const ref = await under.store.put(UID, json, LATER);
      expect((await under.store.get(UID, ref)) === json).toBe(true);
    });

    it('answers the same reference when the same is put again', async () => {
      const ref = await under.store.put(UID, '{"a":1}', LATER);
      expect(await under.store.put(UID, '{"a":1}', LATER)).toEqual(ref);
      expect(await under.store.get(UID, ref)).toBe('{"a":1}');
    });

    it('keeps what was put before, as long as a reference may name it, and deletes all of it', async () => {
      const partly = await under.store.put(UID, '{"actions":[1]}', LATER);
      const whole = await under.store.put(UID, '{"actions":[1,2]}', LATER);
      expect(await under.store.get(UID, whole)).toBe('{"actions":[1,2]}');
      expect(await under.store.get(UID, partly)).toBe('{"actions":[1]}');
      await under.store.delete(UID);
      expect(await under.store.get(UID, whole)).toBeUndefined();
      expect(await under.store.get(UID, partly)).toBeUndefined();
    });

    it('answers only for the reference that it gave', async () => {
      const ref = await under.store.put(UID, '{"a":1}', LATER);
      expect(await under.store.get(UID, { ...ref, sha256: '0'.repeat(64) })).toBeUndefined();
      expect(await under.store.get(UID, { ...ref, bytes: ref.bytes + 1 })).toBeUndefined();
    });

    it('keeps commands apart', async () => {
      const ref = await under.store.put(UID, '{"a":1}', LATER);
      expect(await under.store.get(OTHER, ref)).toBeUndefined();
      await under.store.put(OTHER, '{"a":1}', LATER);
      await under.store.delete(UID);
      expect(await under.store.get(OTHER, ref)).toBe('{"a":1}');
    });

    it('deletes, also what is not there', async () => {
      const ref = await under.store.put(UID, '{"a":1}', LATER);
      await under.store.delete(UID);
      await under.store.delete(UID);
      expect(await under.store.get(UID, ref)).toBeUndefined();
    });

    it('answers nothing from the moment of expiry on, swept or not', async () => {
      const ref = await under.store.put(UID, '{"a":1}', LATER);
      now = LATER - 1;
      expect(await under.store.get(UID, ref)).toBe('{"a":1}');
      now = LATER;
      expect(await under.store.get(UID, ref)).toBeUndefined();
    });

    it('takes the expiry of the last put', async () => {
      await under.store.put(UID, '{"a":1}', LATER);
      const ref = await under.store.put(UID, '{"a":1}', LATER + 1000);
      now = LATER;
      expect(await under.store.get(UID, ref)).toBe('{"a":1}');
    });

    it('sweeps what has expired and says how many', async () => {
      const expired = Array.from({ length: 1203 }, (_, index) => `expired-${index}`);
      await Promise.all(expired.map(async (uid) => under.store.put(uid, '{}', START + 1000)));
      const ref = await under.store.put(UID, '{"a":1}', LATER);
      expect(await under.store.sweep(START)).toBe(0);
      expect(await under.store.sweep(START + 1000)).toBe(1203);
      expect(await under.store.sweep(START + 1000)).toBe(0);
      expect(await under.store.get(UID, ref)).toBe('{"a":1}');
    });

    it('keeps results over a reopening', async () => {
      const ref = await under.store.put(UID, '{"a":1}', LATER);
      expect(await (await under.reopen()).get(UID, ref)).toBe('{"a":1}');
    });
  });
}
