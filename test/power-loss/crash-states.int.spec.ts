import { beforeAll, describe, expect, it } from '@jest/globals';
import { crashStates } from './crash-states.js';
import type { Operation } from './strace-reader.js';
import { syncOrder } from './sync-order.js';
import { noStrace, traceOfAppends } from './trace.js';

const SHORT = { logPages: 60, lives: 2, appends: 40 };

const reason = noStrace();
const describeWithStrace = reason === undefined ? describe : describe.skip;

describeWithStrace(`a recorded run of the embedded event store${reason === undefined ? '' : ` (${reason})`}`, () => {
  let full: readonly Operation[];
  let lowered: readonly Operation[];
  beforeAll(async () => {
    full = await traceOfAppends({ synchronous: 'FULL', ...SHORT });
    lowered = await traceOfAppends({ synchronous: 'NORMAL', ...SHORT });
  }, 180_000);

  it('acknowledges each event after a sync of the log behind its commit', () => {
    const { acknowledged, early } = syncOrder(full);
    expect(acknowledged).toBe(480);
    expect(early).toEqual([]);
  });

  it('would show it if the log were not synced before', () => {
    expect(syncOrder(lowered).early.length).toBeGreaterThan(100);
    expect(syncOrder(full.filter(({ kind }) => kind !== 'sync')).early).toHaveLength(480);
  });

  it('leaves an exact prefix with everything acknowledged, wherever the power fails', async () => {
    const { states, duringCheckpoints, violations } = await crashStates(full, 200, 11);
    expect(violations).toEqual([]);
    expect(states).toBe(200);
    expect(duringCheckpoints).toBeGreaterThan(20);
  }, 300_000);

  it('would show it if something were lost', async () => {
    const { violations } = await crashStates(lowered, 40, 11);
    expect(violations.filter((violation) => violation.includes('acknowledged event')).length).toBeGreaterThan(3);
  }, 180_000);
});
