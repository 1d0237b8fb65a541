import type { Mutant } from './mutant.js';

/** What can go wrong with the record itself: writing a decision once, and proving what was written. */
export const recordMutants: readonly Mutant[] = [
  {
    name: 'metadata-field-left-out-of-the-hash',
    file: 'libs/event-sourcing/src/chain/event-hash.ts',
    find: 'const before = canonicalJson({ actor, causationId, commandId, correlationUid })',
    replace: 'const before = canonicalJson({ actor: actor.slice(0, 0), causationId, commandId, correlationUid })',
    killedBy: ['libs/event-sourcing/src/chain/verify-stream.unit.spec.ts'],
  },
];
