import { afterEach, beforeEach, describe } from '@jest/globals';
import { appendCases } from './compliance/append-cases.js';
import { argumentCases } from './compliance/argument-cases.js';
import { contentCases } from './compliance/content-cases.js';
import { type ComplianceContext, type OpenedStore, openedContext } from './compliance/context.js';
import { deletionCases } from './compliance/deletion-cases.js';
import { lifecycleCases } from './compliance/lifecycle-cases.js';
import { metadataCases } from './compliance/metadata-cases.js';
import { readAllCases } from './compliance/read-all-cases.js';
import { readStreamCases } from './compliance/read-stream-cases.js';
import { repetitionCases } from './compliance/repetition-cases.js';
import { subscribeCases } from './compliance/subscribe-cases.js';

export type { OpenedStore } from './compliance/context.js';

const parts: readonly ((context: ComplianceContext) => void)[] = [
  appendCases,
  repetitionCases,
  contentCases,
  argumentCases,
  readStreamCases,
  readAllCases,
  subscribeCases,
  metadataCases,
  deletionCases,
  lifecycleCases,
];

/**
 * What every adapter of the event store port has to do. `open` is called before each case and may answer a store that holds other events;
 * `reopen` (close and open the same data again) is left out by an adapter whose data live elsewhere; `close` removes everything.
 */
export function eventStoreCompliance(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} is an event store`, () => {
    let opened: OpenedStore | undefined;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => opened?.close());
    const context = openedContext(() => opened);
    for (const part of parts) part(context);
  });
}
