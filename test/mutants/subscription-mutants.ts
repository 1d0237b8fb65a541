import type { Mutant } from './mutant.js';

const killedBy = ['eventstore/src/embedded/subscription.unit.spec.ts'];

/** What a subscriber of the embedded event store is told besides events. */
export const subscriptionMutants: readonly Mutant[] = [
  {
    name: 'caught-up-told-with-every-commit',
    file: 'eventstore/src/embedded/subscription.ts',
    find: 'told !== after &&',
    replace: '(told === undefined || told <= after) &&',
    killedBy,
  },
  {
    name: 'checkpoint-of-an-empty-page-dropped',
    file: 'eventstore/src/embedded/subscription.ts',
    find: 'if (page.events.at(-1)?.position !== after && !ended.aborted)',
    replace: 'if (page.events.length > 0 && page.events.at(-1)?.position !== after && !ended.aborted)',
    killedBy,
  },
];
