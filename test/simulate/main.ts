import { Command } from 'commander';
import { runHistories } from './histories.js';
import { runHistory, type HistoryReport } from './run-history.js';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${text} is not a whole number`);
  return value;
};

const program = new Command('simulate')
  .description(
    'Runs the orchestrator through random histories under virtual time and checks every invariant. Without --histories, one: that of the seed, told in full. The last line is JSON.',
  )
  .option('--histories <n>', 'how many; their seeds follow --seed', whole)
  .option('--seed <n>', 'of the first history', whole, 1)
  .addHelpText('after', '\nExamples: npm run simulate -- --histories 20000\n          npm run simulate -- --seed 4711')
  .parse();
const { histories, seed } = program.opts<{ histories?: number; seed: number }>();

/** Violations that are told one by one. */
const TOLD = 20;

const began = Date.now();
const sum = { commands: 0, events: 0, sessions: 0, lives: 0 };
let done = 0;
let failed = 0;
let violations = 0;

function tell(report: HistoryReport): void {
  done++;
  for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += report[name];
  if (done % 1_000 === 0) console.error(`${done} histories, ${violations} violations`);
  if (report.violations.length === 0) return;
  violations += report.violations.length;
  failed++;
  if (failed > TOLD) return;
  console.error(`seed ${report.seed}:\n  ${report.violations.join('\n  ')}\n  in full: npm run simulate -- --seed ${report.seed}`);
}

if (histories === undefined) {
  const report = await runHistory(seed, true);
  for (const line of report.trace) console.log(line);
  tell(report);
} else await runHistories(seed, histories, tell);

const seconds = (Date.now() - began) / 1_000;
console.log(JSON.stringify({ histories: done, violations, ...sum, seed, seconds: Math.round(seconds), perSecond: Math.round(done / seconds) }));
process.exitCode = violations === 0 ? 0 : 1;
