import { Command } from 'commander';
import { hunt } from './hunt.js';
import { allMutants } from './all-mutants.js';

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
const here = named.filter(({ needs, slow }) => (needs === undefined || (process.env[needs] ?? '') !== '') && !(quick && slow === true));
for (const { name, file, needs } of named.filter((mutant) => list || !here.includes(mutant))) {
  console.log(list ? `${name}: ${file}` : `left out  ${name}${needs === undefined || quick ? '' : ` (${needs} is not set)`}`);
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
