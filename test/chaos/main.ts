import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { runChaos } from './run.js';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a whole number above 0`);
  return value;
};

const program = new Command('chaos')
  .description(
    'Kills the platform (SIGKILL) at random moments while commands run on simulated meters, then checks every invariant. The last line is JSON.',
  )
  .option('--kills <n>', 'how often', whole, 50)
  .option('--commands <n>', 'how many commands in all; default: ten for each kill', whole)
  .option('--meters <n>', 'size of the fleet', whole, 300)
  .option('--seed <n>', 'the same seed kills and asks alike', whole, 1)
  .option('--keep', 'keep the data directory')
  .addHelpText('after', '\nExample: npm run chaos -- --kills 1000')
  .parse();
const options = program.opts<{ kills: number; commands?: number; meters: number; seed: number; keep?: boolean }>();
const { commands = 10 * options.kills } = options;

const data = await mkdtemp(join(tmpdir(), 'meterlog-chaos-'));
const began = Date.now();
const { violations, ...report } = await runChaos({ ...options, commands, data, progress: (text) => console.error(text) });
for (const violation of violations) console.error(`VIOLATION ${violation}`);
if (options.keep === true || violations.length > 0) console.error(`data kept in ${data}`);
else await rm(data, { recursive: true, force: true });
console.log(JSON.stringify({ ...report, violations: violations.length, seed: options.seed, seconds: Math.round((Date.now() - began) / 1000) }));
process.exitCode = violations.length === 0 ? 0 : 1;
