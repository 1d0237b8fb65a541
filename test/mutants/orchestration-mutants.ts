import type { Mutant } from './mutant.js';

const simulation = ['test/simulate/simulate.unit.spec.ts'];
const broken = 'break no rule';

/** What can go wrong between commands that wait and meters that are called. */
export const orchestrationMutants: readonly Mutant[] = [
  {
    name: 'claim-appended-at-any-revision',
    file: 'libs/event-sourcing/src/repository/decider-repository.ts',
    find: "const expected = known.revision < 0 ? 'no-stream' : known.revision;",
    replace: "const expected = 'any';",
    killedBy: ['libs/event-sourcing/src/repository/decider-repository.unit.spec.ts'],
  },
  {
    name: 'permit-not-returned',
    file: 'libs/orchestration/src/dispatcher.ts',
    find: 'this.#dependencies.permits.release(permit, unused);',
    replace: 'if (unused) this.#dependencies.permits.release(permit, unused);',
    killedBy: simulation,
    tests: broken,
  },
  {
    name: 'permits-counted-in-the-cell-alone',
    file: 'libs/orchestration/src/permits/local-permits.ts',
    find: 'for (const scope of scopesOf(cell)) {\n      const found',
    replace: 'for (const scope of scopesOf(cell).slice(0, 1)) {\n      const found',
    killedBy: simulation,
    tests: broken,
  },
  {
    name: 'due-row-deleted-on-claim',
    file: 'libs/projections/src/models/due/due-projection.ts',
    find: "      case 'CommandSucceeded':\n      case 'CommandFailed':",
    replace: "      case 'AttemptStarted':\n      case 'CommandSucceeded':\n      case 'CommandFailed':",
    killedBy: simulation,
    tests: broken,
  },
  {
    name: 'cancelled-command-sent',
    file: 'libs/domain/src/device/evolve-command.ts',
    find: "  CommandCancelled: 'CANCELLED',\n",
    replace: '',
    killedBy: simulation,
    tests: broken,
  },
  {
    name: 'expiry-checked-after-dialling',
    file: 'libs/domain/src/device/decide/attempt.ts',
    find: 'if (now >= open.expiresAt) return [expired(open, now)];',
    replace: 'if (now >= open.expiresAt && open.attempt > 9) return [expired(open, now)];',
    killedBy: ['libs/domain/src/device/decide/attempt.unit.spec.ts'],
  },
  {
    name: 'retry-counted-twice',
    file: 'libs/domain/src/device/evolve-command.ts',
    find: 'const failures = data.counted === false ? open.failures : open.failures + 1;',
    replace: 'const failures = data.counted === false ? open.failures : open.failures + 2;',
    killedBy: ['libs/domain/src/device/decide/attempt.unit.spec.ts'],
  },
  {
    name: 'retry-not-counted',
    file: 'libs/domain/src/device/evolve-command.ts',
    find: 'const failures = data.counted === false ? open.failures : open.failures + 1;',
    replace: 'const failures = open.failures;',
    killedBy: simulation,
    tests: broken,
  },
  {
    name: 'fresh-command-ids-for-a-schedule',
    file: 'libs/orchestration/src/schedules/occurrence-request.ts',
    find: 'return uuidv5(scheduleId, `${new Date(at).toISOString()}/${deviceIdentification}`);',
    replace: 'return uuidv5(scheduleId, `${new Date(at).toISOString()}/${deviceIdentification}/${Math.random()}`);',
    killedBy: ['libs/orchestration/src/schedules/schedule-process.int.spec.ts'],
    tests: 'one command per occurrence|schedule, occurrence and device',
  },
  {
    name: 'priority-ignored-at-the-grant',
    file: 'libs/orchestration/src/queue/ready-queue.ts',
    find: 'const rank = effectivePriority(entry.priority, entry.dueAt, now);',
    replace: 'const rank = effectivePriority(0, entry.dueAt, now);',
    killedBy: simulation,
    tests: broken,
  },
  {
    name: 'waiting-does-not-raise-priority',
    file: 'libs/orchestration/src/queue/effective-priority.ts',
    find: 'return Math.max(priority, Math.min(HIGHEST_BY_WAITING, priority + waited));',
    replace: 'return Math.max(priority, Math.min(HIGHEST_BY_WAITING, priority + 0 * waited));',
    killedBy: ['libs/orchestration/src/queue/effective-priority.unit.spec.ts'],
  },
  {
    name: 'journal-written-after-the-bytes',
    file: 'libs/gateway/src/session/carry-out.ts',
    find: '  await writeDown(action.index, journal);\n  return prepared.execute(access);',
    replace: '  const outcome = await prepared.execute(access);\n  await writeDown(action.index, journal);\n  return outcome;',
    killedBy: ['libs/gateway/src/session/carry-out.unit.spec.ts'],
  },
  {
    name: 'doubt-forgotten',
    file: 'libs/domain/src/device/evolve-actions.ts',
    find: 'return { ...open, doubtful: withIndex(open.doubtful, event.data.index) };',
    replace: 'return open;',
    killedBy: simulation,
    tests: broken,
  },
  {
    name: 'second-command-started-on-a-busy-device',
    file: 'libs/domain/src/device/decide/attempt.ts',
    find: '  requireIdleDevice(state);\n',
    replace: '',
    killedBy: ['libs/domain/src/device/decide/one-at-a-time.unit.spec.ts'],
  },
];
