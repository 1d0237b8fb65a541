import { Command, Option } from 'commander';
import type { AdapterName } from './plan.js';
import { neverSkip } from './run.js';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a whole number above 0`);
  return value;
};

interface Options {
  readonly seeds: number;
  readonly events: number;
  readonly first: number;
  readonly adapter: AdapterName;
  readonly patience: number;
}

const program = new Command('never-skip')
  .description(
    'Eight writers, five subscribers and a projection runner that crash and resume at random: everybody must see every event once and in order, ' +
      'and every projection must equal the fold from zero. The last line is JSON.',
  )
  .option('--seeds <n>', 'how many runs', whole, 200)
  .option('--events <n>', 'written in each run', whole, 10_000)
  .option('--first <seed>', 'the first seed; a seed that failed can be run again alone', whole, 1)
  .addOption(new Option('--adapter <name>', 'where the events lie').choices(['embedded', 'esdb']).default('embedded'))
  .option('--patience <seconds>', 'how long nothing may happen before somebody counts as stuck', whole, 20)
  .addHelpText('after', '\nExample: npm run never-skip -- --seeds 200 --events 10000')
  .parse();
const { seeds, events, first, adapter, patience } = program.opts<Options>();

const began = Date.now();
let [violations, crashes, interrupted] = [0, 0, 0];
for (let seed = first; seed < first + seeds; seed++) {
  const report = await neverSkip({ seed, events, adapter, patience: patience * 1_000 });
  for (const violation of report.violations) console.error(`VIOLATION seed ${seed}: ${violation}`);
  violations += report.violations.length;
  crashes += report.crashes;
  interrupted += report.interrupted;
  if (seed % 10 === 0) console.error(`seed ${seed}: ${violations} violations, ${crashes} crashes so far`);
}
console.log(JSON.stringify({ seeds, events, adapter, crashes, interrupted, violations, seconds: Math.round((Date.now() - began) / 1_000) }));
process.exitCode = violations === 0 ? 0 : 1;
