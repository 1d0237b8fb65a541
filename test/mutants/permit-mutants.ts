import type { Mutant } from './mutant.js';

const SHARED = 'libs/orchestration/src/permits/shared/shared-permits.ts';
const shared = ['libs/orchestration/src/permits/shared/shared-permits.unit.spec.ts'];
const readShares = '    const rows = new Map((await store.rows<ShareDocument>(PERMITS)).map((row) => [scopeOfRow(row.id), row]));\n';
const readMembers = '    const members = new Set((await store.rows<MemberDocument>(MEMBERS)).map(({ document }) => document.id));\n';

/** What can go wrong with permits, of one process and of several. */
export const permitMutants: readonly Mutant[] = [
  {
    name: 'new-connections-counted-for-half-a-second',
    file: 'libs/orchestration/src/permits/last-second.ts',
    find: '(granted[this.first] ?? 0) <= now - SECOND)',
    replace: '(granted[this.first] ?? 0) <= now - SECOND / 2)',
    killedBy: ['libs/orchestration/src/permits/local-permits.unit.spec.ts'],
  },
  {
    name: 'device-waits-for-permits-of-the-cell-where-it-was',
    file: 'libs/orchestration/src/queue/queue-feed.ts',
    find: "  'DeviceReplaced',\n",
    replace: '',
    killedBy: ['libs/orchestration/src/dispatcher-waits.int.spec.ts'],
    tests: 'changes its cell',
  },
  {
    name: 'permits-of-other-processes-granted-again',
    file: 'libs/orchestration/src/permits/shared/divide.ts',
    find: 'Math.max(0, limit - claims.reduce((sum, { held }) => sum + held, 0))',
    replace: 'limit',
    killedBy: shared,
    tests: 'of a process that was killed',
  },
  {
    name: 'permits-of-a-dead-process-lost',
    file: SHARED,
    find: 'name !== me && members.has(name)',
    replace: 'name !== me',
    killedBy: shared,
    tests: 'of a process that was killed',
  },
  {
    name: 'newcomer-taken-for-dead',
    file: SHARED,
    find: readShares + readMembers,
    replace: readMembers + readShares,
    killedBy: shared,
    tests: 'comes while another one looks',
  },
  {
    name: 'permits-of-an-earlier-life-used',
    file: SHARED,
    find: '      this.isUnsure = false;\n      if (!this.isMember() || this.heldAs !== me) return;\n',
    replace: '      this.isUnsure = false;\n',
    killedBy: shared,
    tests: 'in an earlier life',
  },
];
