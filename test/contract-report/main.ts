import { Command } from 'commander';
import { table } from '../docs/markdown.js';
import { PENDING } from './pending.js';
import { contractReport, type Line } from './report.js';

new Command('contract-report')
  .description(
    'Everything of the SmartMetering contract (exchanges, bundle actions, and the operations that clients know by name) and what there is of it. ' +
      'Fails when something is missing that does not stand in test/contract-report/pending.ts, or stands there for nothing. The last line is JSON.',
  )
  .addHelpText('after', '\nExample: npm run contract-report')
  .parse();

/** There is no SOAP interface in this version; what is missing of it does not count. */
const SOAP = 'not yet';
const ABSENT = '–';

const { lines, stale } = contractReport(PENDING);
console.log(
  table(
    ['Kind', 'Name', 'Operation', 'Definition', 'DTO', 'Executor or handler', 'Test', 'REST', 'SOAP', 'Pending'],
    lines.map((line) => [
      line.kind,
      line.name,
      line.operation,
      ...[line.definition, line.dto, line.handler, line.test, line.route].map((part) => part ?? ABSENT),
      SOAP,
      line.pending ?? (line.missing.length === 0 ? '' : `MISSING: ${line.missing.join(', ')}`),
    ]),
  ),
);
for (const name of stale) console.error(`${name} is listed as pending, but nothing of it is missing`);

const count = (kind: Line['kind']): number => lines.filter((line) => line.kind === kind).length;
const pending = new Set(lines.filter((line) => line.pending !== undefined).map(({ operation }) => operation)).size;
const missing = lines.filter((line) => line.missing.length > 0).length;
console.log(
  JSON.stringify({
    exchanges: count('exchange'),
    bundleActions: count('bundle action'),
    seedEntries: count('seed entry'),
    pending,
    pendingLines: lines.filter((line) => line.pending !== undefined).length,
    missing,
    stale: stale.length,
    soap: 0,
  }),
);
process.exitCode = missing === 0 && stale.length === 0 ? 0 : 1;
