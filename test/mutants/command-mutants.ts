import type { Mutant } from './mutant.js';

const attempts = ['libs/domain/src/device/decide/attempt.unit.spec.ts'];

/** What can go wrong in the life of a command. */
export const commandMutants: readonly Mutant[] = [
  {
    name: 'claim-without-revision',
    file: 'libs/domain/src/device/decide/attempt.ts',
    find: "if (open.status === 'RUNNING') throw new CommandRefusedError('NOT_WAITING'",
    replace: "if (open.expiresAt < 0) throw new CommandRefusedError('NOT_WAITING'",
    killedBy: attempts,
  },
  {
    name: 'late-answer-applied',
    file: 'libs/domain/src/device/decide/attempt.ts',
    find: "return open?.status === 'RUNNING' && open.leaseToken === lease.leaseToken ? open : undefined;",
    replace: "return open?.status === 'RUNNING' ? open : undefined;",
    killedBy: attempts,
  },
];
