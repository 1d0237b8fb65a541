import { Command } from 'commander';
import { jestResults } from '../../compliance/jest-results.js';
import { documentedCells } from './documented.js';
import { cellsOf, differences, notRun, tableText } from './table.js';

new Command('matrix')
  .description(
    'Every case of test/e2e/matrix on a simulated meter of each of seven profiles, with one phase and with three, over HTTP and TCP. Prints the table of ' +
      'operations × profiles and compares it with docs/reference/operations.md. The last line is JSON.',
  )
  .addHelpText('after', '\nExample: npm run matrix')
  .parse();

// The specification reads it; jest inherits it.
process.env['METERLOG_MATRIX'] = 'full';
const began = Date.now();
const files = await jestResults(['test/e2e/matrix/matrix.e2e.spec.ts'], 'run');
const outcomes = files.flatMap(({ assertionResults }) => assertionResults);
const [cells, documented] = [cellsOf(outcomes), documentedCells()];
console.log(tableText(cells, documented));
console.log('✓: carried out, and as the meter holds it; 3: with three phases only; empty: fault 416; ·: no case here; ✗: failed.');

for (const { status, message } of files) if (status === 'failed') console.error(message);
const different = differences(cells, documented);
for (const difference of different) console.error(`DIFFERENT ${difference}`);
const passed = outcomes.filter(({ status }) => status === 'passed').length;
const failed = outcomes.length - passed;
const seconds = Math.round((Date.now() - began) / 1_000);
console.log(
  JSON.stringify({ cases: outcomes.length, passed, failed, different: different.length, notRun: notRun(cells, documented).length, seconds }),
);
process.exitCode = passed > 0 && failed === 0 && different.length === 0 ? 0 : 1;
