import { Command } from 'commander';
import { hunt } from './hunt.js';
import { allMutants } from './all-mutants.js';
import { missing } from './needs.js';

const HUNTERS = 2;

const program = new Command('mutants')
  .description(
    'Plants known defects, one at a time, in a copy of the work tree and expects the tests to find each. Exits with 1 when one survives. The last line is JSON.',
  )
  .option('--only <name>', 'one mutant; its name may be given in part')
  .option('--quick', 'leave the slow ones out')
  .option('--list', 'only say what there is')
  .addHelpText('after', '\nExample: npm run mutants -- --only checkpoint-before-batch')
  .parse();
const { only, quick = false, list = false } = program.opts<{ only?: string; quick?: boolean; list?: boolean }>();

const named = allMutants.filter(({ name }) => only === undefined || name.includes(only));
const here = named.filter(({ needs, slow }) => missing(needs) === undefined && !(quick && slow === true));
if (list) for (const { name, file } of named) console.log(`${name}: ${file}`);
for (const { name, needs } of named) {
  const why = missing(needs);
  if (why !== undefined) console.log(`left out  ${name}: ${why}`);
}
if (!list) {
  const began = Date.now();
  const verdicts = await hunt(here, Math.min(HUNTERS, here.length), ({ mutant, found, seconds, why }) =>
    console.log(`${found ? 'found   ' : 'SURVIVED'}  ${mutant.name} (${seconds.toFixed(1)} s): ${why}`),
  );
  const found = verdicts.filter((verdict) => verdict.found).length;
  console.log(JSON.stringify({ mutants: here.length, found, seconds: Math.round((Date.now() - began) / 1_000) }));
  process.exitCode = here.length > 0 && found === here.length ? 0 : 1;
}
