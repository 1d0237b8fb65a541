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
  {
    name: 'held-command-started',
    file: 'libs/domain/src/device/decide/attempt.ts',
    find: "if (open.status === 'HELD') throw",
    replace: "if (open.status === 'HELD' && now < open.dueAt) throw",
    killedBy: ['libs/domain/src/device/decide/waiting.unit.spec.ts'],
  },
  {
    name: 'held-command-forgotten-at-its-expiry',
    file: 'libs/projections/src/models/due/due-projection.ts',
    find: "return { ...row, status: 'HELD', dueAt: row.expiresAt };",
    replace: "return { ...row, status: 'HELD', dueAt: null };",
    killedBy: ['libs/projections/src/models/due/due-projection.unit.spec.ts'],
  },
  {
    name: 'changed-priority-forgotten-by-the-due-index',
    file: 'libs/projections/src/models/due/due-projection.ts',
    find: 'return { ...row, priority: event.data.priority };',
    replace: 'return row;',
    killedBy: ['libs/projections/src/models/due/due-projection.unit.spec.ts'],
  },
];
