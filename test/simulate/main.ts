import { Command } from 'commander';
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

const began = Date.now();
const count = histories ?? 1;
const sum = { commands: 0, events: 0, sessions: 0, lives: 0 };
const failed: HistoryReport[] = [];
for (let index = 0; index < count; index++) {
  const report = await runHistory(seed + index, histories === undefined);
  for (const line of report.trace) console.log(line);
  for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += report[name];
  if (report.violations.length === 0) continue;
  failed.push(report);
  console.error(`seed ${report.seed}: ${report.violations.join('\n  ')}\n  again: npm run simulate -- --seed ${report.seed}`);
}
const seconds = (Date.now() - began) / 1_000;
const violations = failed.reduce((total, report) => total + report.violations.length, 0);
console.log(JSON.stringify({ histories: count, violations, ...sum, seed, seconds: Math.round(seconds), perSecond: Math.round(count / seconds) }));
process.exitCode = violations === 0 ? 0 : 1;
