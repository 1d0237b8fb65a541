import type { Mutant } from './mutant.js';

/** What can go wrong with effects that must not be doubled, and with the actions of a bundle. */
export const effectMutants: readonly Mutant[] = [
  {
    name: 'effect-not-written-down',
    file: 'libs/orchestration/src/attempt.ts',
    find: 'gateway.run(request, signal, effectJournal(lease, actions, devices))',
    replace: 'gateway.run(request, signal, lease.leaseToken === "" ? effectJournal(lease, actions, devices) : undefined)',
    killedBy: ['libs/orchestration/src/attempt.int.spec.ts'],
  },
  {
    name: 'unknown-effect-repeated-unasked',
    file: 'libs/domain/src/device/decide/finish.ts',
    find: 'if (asks) return [...failed,',
    replace: 'if (asks && !mayRetry) return [...failed,',
    killedBy: ['libs/domain/src/device/decide/effects.unit.spec.ts'],
  },
  {
    name: 'undecided-command-started',
    file: 'libs/domain/src/device/decide/attempt.ts',
    find: "if (open.status === 'NEEDS_DECISION') throw",
    replace: "if (open.status === 'NEEDS_DECISION' && now < open.dueAt) throw",
    killedBy: ['libs/domain/src/device/decide/effects.unit.spec.ts'],
  },
  {
    name: 'possible-effect-not-told-at-the-end',
    file: 'libs/domain/src/device/decide/doubt.ts',
    find: 'if (doubtful.length === 0) return fault;',
    replace: 'if (doubtful.length < 2) return fault;',
    killedBy: ['libs/domain/src/device/decide/effects.unit.spec.ts'],
  },
  {
    name: 'answered-slot-sent-again',
    file: 'libs/orchestration/src/outcome.ts',
    find: '.filter(({ index }) => !open.answered?.includes(index));',
    replace: '.filter(({ index }) => index >= 0);',
    killedBy: ['libs/orchestration/src/outcome.unit.spec.ts'],
  },
  {
    name: 'answers-of-a-lost-connection-forgotten',
    file: 'libs/orchestration/src/outcome.ts',
    find: 'if (known !== undefined && isAnswered(open, index)) return known;',
    replace: 'if (known !== undefined && isAnswered(open, index) && failure === undefined) return known;',
    killedBy: ['libs/orchestration/src/outcome.unit.spec.ts'],
  },
  {
    name: 'slot-that-may-pass-taken-for-final',
    file: 'libs/domain/src/device/evolve-actions.ts',
    find: 'return answered(open, event.data.index, event.data.retry === true);',
    replace: 'return answered(open, event.data.index, event.data.retry === undefined && open.attempt < 0);',
    killedBy: ['libs/domain/src/device/decide/bundle.unit.spec.ts'],
  },
];
