import { randomInt } from 'node:crypto';
import { Command } from 'commander';
import { fuzz } from './run.js';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a whole number above 0`);
  return value;
};

const program = new Command('fuzz')
  .description(
    'Feeds broken and hostile messages to every decoder and both state machines of the protocol library, and to who listens to meters. The last line is JSON.',
  )
  .option('--inputs <n>', 'how many', whole, 300_000)
  .option('--seed <n>', 'the same seed makes the same inputs; default: a random one', whole)
  .addHelpText('after', '\nExample: npm run fuzz -- --inputs 300000 --seed 3')
  .parse();
const options = program.opts<{ inputs: number; seed?: number }>();
const seed = options.seed ?? randomInt(1, 2 ** 31);

const began = Date.now();
console.error(`seed ${seed}`);
const report = await fuzz({ inputs: options.inputs, seed, progress: (text) => console.error(text) });
console.log(JSON.stringify({ ...report, seed, seconds: Math.round((Date.now() - began) / 1_000) }));
process.exitCode = report.unexpected === 0 ? 0 : 1;
