import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { complianceOf } from './cases.js';
import { jestResults } from './jest-results.js';
import { pagePath, pageText } from './page.js';
import { complianceSpecs } from './specs.js';
import { portTables, tableText } from './table.js';

const program = new Command('compliance')
  .description('Runs the compliance suite of each port with each of its adapters and prints the table of cases × adapters. The last line is JSON.')
  .option('--write', 'update docs/reference/compliance.md; needs all adapters')
  .option('--collect', 'only collect which cases each adapter has, without running any: quick')
  .addHelpText('after', '\nExample: METERLOG_TEST_PEERS=$(test/servers/install.sh) npm run compliance -- --write')
  .parse();
const { write = false, collect = false } = program.opts<{ write?: boolean; collect?: boolean }>();

const { cases, skipped, broken } = complianceOf(await jestResults(complianceSpecs(), collect ? 'collect' : 'run'));
const tables = portTables(cases);
for (const table of tables) console.log(`${tableText(table)}\n`);
for (const { spec, why } of skipped) console.log(`not run: ${spec}: ${why}`);
for (const { spec, why } of broken) console.error(`BROKEN ${spec}: ${why}`);
const failures = cases.filter(({ failed }) => failed);
for (const { port, adapter, group, title, failure } of failures) console.error(`FAILED ${port}, ${adapter}: ${group} › ${title}\n${failure}`);

const failed = failures.length + broken.length;
if (write && failed === 0) {
  if (skipped.length > 0) console.error(`${pagePath} is left as it was: it names adapters that did not run here`);
  else writeFileSync(pagePath, pageText(tables));
}
const adapters = tables.flatMap((table) => table.adapters.map((adapter) => `${table.port}: ${adapter}`));
console.log(JSON.stringify({ cases: tables.reduce((sum, { rows }) => sum + rows.length, 0), adapters, failed, ...(collect ? { run: false } : {}) }));
process.exitCode = failed === 0 && !(write && skipped.length > 0) ? 0 : 1;
