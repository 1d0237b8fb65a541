import { afterEach, beforeEach } from '@jest/globals';
import { masterKeysOfTests } from '../../testing/master-keys-of-tests.js';
import type { ResultsStore } from '../port.js';
import type { ResultsStoreOptions } from '../sealed/sealed-results-store.js';
import type { ResultsTransfer } from '../transfer.js';

/** Where responses can lie, empty at first. */
export interface ResultsPlace {
  /** The store that lies here. Several may be open at once, as in several processes. */
  open(options: ResultsStoreOptions): ResultsStore;
  transfer(): ResultsTransfer;
  /** As after a new start of the process: what was opened before is gone, what was written is there. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export type OpenResultsPlace = () => Promise<ResultsPlace>;

export const UID = '01931b5e-7c1a-7000-8000-000000000001';
export const OTHER = '01931b5e-7c1a-7000-8000-000000000002';
export const START = Date.UTC(2026, 10, 24);
export const LATER = START + 7 * 86_400_000;

export interface ResultsUnderTest {
  readonly place: ResultsPlace;
  readonly store: ResultsStore;
  /** The store's clock, epoch milliseconds. */
  now: number;
  reopen(): Promise<ResultsStore>;
}

/** An empty store and its clock for each test of the surrounding `describe`. */
export function useResults(open: OpenResultsPlace): () => ResultsUnderTest {
  let current: ResultsUnderTest | undefined;
  beforeEach(async () => {
    const place = await open();
    const storeOf = (): ResultsStore => place.open({ masterKeys: masterKeysOfTests, now: () => under.now });
    const under: ResultsUnderTest = {
      place,
      store: storeOf(),
      now: START,
      reopen: async () => {
        await place.restart();
        return storeOf();
      },
    };
    current = under;
  });
  afterEach(async () => {
    await current?.place.remove();
    current = undefined;
  });
  return () => {
    if (current === undefined) throw new Error('no results store is open outside a test');
    return current;
  };
}
