import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { rebuildUnderLoad } from './run.js';

const program = new Command('rebuild-under-load')
  .description(
    'Rebuilds a read model while events arrive and clients read, kills the platform in the middle, compares the end. The last line is JSON.',
  )
  .option('--events <n>', 'events that stand in the store before', Number, 2_000_000)
  .option('--rate <n>', 'events that arrive per second', Number, 500)
  .option('--kills <n>', 'kills in the middle', Number, 3)
  .option('--keep', 'keep the data directory')
  .addHelpText('after', '\nExample: npm run rebuild-under-load -- --events 2000000 --kills 3')
  .parse();
const { keep, ...options } = program.opts<{ events: number; rate: number; kills: number; keep?: true }>();
const data = await mkdtemp(join(tmpdir(), 'meterlog-rebuild-'));
const began = Date.now();
const { violations, ...report } = await rebuildUnderLoad({ ...options, data, progress: (text) => console.error(text) });
for (const violation of violations.slice(0, 10)) console.error(`VIOLATION ${violation}`);
if (keep || violations.length > 0) console.error(`data kept in ${data}`);
else await rm(data, { recursive: true, force: true });
console.log(JSON.stringify({ ...report, violations: violations.length, seconds: Math.round((Date.now() - began) / 1_000) }));
process.exitCode = violations.length === 0 ? 0 : 1;
