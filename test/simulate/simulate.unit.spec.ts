import { describe, expect, it } from '@jest/globals';
import { runHistory } from './run-history.js';

/** As many as take a moment; `npm run simulate` runs more. */
const HISTORIES = 40;

describe('Random histories of the orchestrator', () => {
  it('break no rule', async () => {
    const violations: string[] = [];
    const sum = { commands: 0, sessions: 0, lives: 0 };
    for (let seed = 1; seed <= HISTORIES && violations.length === 0; seed++) {
      const report = await runHistory(seed);
      violations.push(...report.violations.map((violation) => `seed ${seed} ${violation}`));
      for (const name of ['commands', 'sessions', 'lives'] as const) sum[name] += report[name];
    }
    expect(violations).toEqual([]);
    // A simulation in which nothing happens finds nothing.
    expect(sum.commands).toBeGreaterThan(5 * HISTORIES);
    expect(sum.sessions).toBeGreaterThan(5 * HISTORIES);
    expect(sum.lives).toBeGreaterThan(HISTORIES);
  }, 60_000);

  it('are the same again for the same seed', async () => {
    const tell = async () => {
      const { violations, trace } = await runHistory(7, true);
      // Leases have random names.
      return [...violations, ...trace].map((line) => line.replaceAll(/"leaseToken":"[^"]+"/g, ''));
    };
    expect(await tell()).toEqual(await tell());
  }, 60_000);
});
