import { afterEach, beforeEach, describe } from '@jest/globals';
import { appendCases } from './compliance/append-cases.js';
import { argumentCases } from './compliance/argument-cases.js';
import { contentCases } from './compliance/content-cases.js';
import { type Ability, type ComplianceContext, type OpenedStore, openedContext } from './compliance/context.js';
import { deletionCases } from './compliance/deletion-cases.js';
import { interruptionCases } from './compliance/interruption-cases.js';
import { lifecycleCases } from './compliance/lifecycle-cases.js';
import { metadataCases } from './compliance/metadata-cases.js';
import { readAllCases } from './compliance/read-all-cases.js';
import { readStreamCases } from './compliance/read-stream-cases.js';
import { reopenCases } from './compliance/reopen-cases.js';
import { repetitionCases } from './compliance/repetition-cases.js';
import { slowSubscriberCases } from './compliance/slow-subscriber-cases.js';
import { subscribeCases } from './compliance/subscribe-cases.js';
import { subscriptionProgressCases } from './compliance/subscription-progress-cases.js';

export type { Ability, OpenedStore } from './compliance/context.js';

const parts: readonly ((context: ComplianceContext) => void)[] = [
  appendCases,
  repetitionCases,
  contentCases,
  argumentCases,
  readStreamCases,
  readAllCases,
  subscribeCases,
  subscriptionProgressCases,
  slowSubscriberCases,
  metadataCases,
  deletionCases,
  lifecycleCases,
];

/** Cases that need more of an adapter than its store. */
const partsByAbility: Readonly<Record<Ability, (context: ComplianceContext) => void>> = { reopen: reopenCases, interrupt: interruptionCases };

export interface ComplianceOptions {
  /** The cases of these are left out: `reopen` where data live only as long as the store, `interrupt` where nothing lies between. */
  readonly without?: readonly Ability[];
}

/**
 * What every adapter of the event store port has to do. `open` is called before each case and may answer a store that holds other events;
 * `close` removes everything, or leaves it for the next case.
 */
export function eventStoreCompliance(name: string, open: () => Promise<OpenedStore>, { without = [] }: ComplianceOptions = {}): void {
  describe(`${name} is an event store`, () => {
    let opened: OpenedStore | undefined;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(async () => opened?.close());
    const context = openedContext(() => opened);
    for (const part of parts) part(context);
    for (const [ability, part] of Object.entries(partsByAbility)) if (!without.some((one) => one === ability)) part(context);
  });
}
