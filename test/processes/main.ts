import { Command } from 'commander';
import { MONGO_SERVERS_SKIPPED, mongoServers } from '../support/mongo-servers.js';
import { runProcesses } from './run.js';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a whole number above 0`);
  return value;
};

const options = new Command('processes')
  .description(
    'One platform in three processes on two servers: kills them (SIGKILL) and freezes them for longer than a lease (SIGSTOP) while commands run ' +
      'on simulated meters, then checks every invariant. The last line is JSON.',
  )
  .option('--rounds <n>', 'how often each', whole, 5)
  .option('--commands <n>', 'how many commands in all; default: forty for each round', whole)
  .option('--meters <n>', 'size of the fleet', whole, 300)
  .option('--seed <n>', 'the same seed strikes and asks alike', whole, 1)
  .addHelpText('after', '\nExample: npm run processes -- --rounds 100')
  .parse()
  .opts<{ rounds: number; commands?: number; meters: number; seed: number }>();

if (mongoServers().every(({ name }) => name !== 'mongo-java-server')) {
  console.error(MONGO_SERVERS_SKIPPED);
  console.log(JSON.stringify({ skipped: true }));
} else {
  const { commands = 40 * options.rounds } = options;
  const began = Date.now();
  const { violations, ...report } = await runProcesses({ ...options, commands, progress: (text) => console.error(text) });
  for (const violation of violations) console.error(`VIOLATION ${violation}`);
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(JSON.stringify({ ...report, violations: violations.length, seed: options.seed, seconds }));
  process.exitCode = violations.length === 0 ? 0 : 1;
}
