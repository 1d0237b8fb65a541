import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { rebuildUnderLoad } from './run.js';

/** `npm run rebuild-under-load` does the same with millions of events and several kills. */
it('a rebuild under load hides nothing, fails nobody, survives a kill, and ends as a fold from zero', async () => {
  const data = await mkdtemp(join(tmpdir(), 'meterlog-rebuild-'));
  const report = await rebuildUnderLoad({ data, events: 40_000, rate: 500, kills: 1, progress: () => undefined });
  await rm(data, { recursive: true, force: true });
  expect(report.violations).toEqual([]);
  expect(report.reads).toBeGreaterThan(20);
  expect(report.resumed).toHaveLength(1);
  // What was built before the kill is not built again: at most the batch that was under way.
  for (const [killedAt, resumedAt] of report.resumed) expect(resumedAt).toBeGreaterThan(killedAt * 0.5);
}, 300_000);
