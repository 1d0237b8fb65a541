import { Command, Option } from 'commander';
import { crashStates, type CrashStates } from './crash-states.js';
import { damageAtRandom } from './damage.js';
import { killAtRandom } from './kills.js';
import { syncOrder, type SyncOrder } from './sync-order.js';
import { noStrace, traceOfAppends } from './trace.js';

const whole = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new TypeError(`not a whole number: ${text}`);
  return number;
};
const option = (flags: string, description: string, standard: number): Option => new Option(flags, description).argParser(whole).default(standard);

const program = new Command('power-loss')
  .description('Loses power, processes and bytes of the embedded event store, and looks whether anything acknowledged is missing.')
  .addOption(option('--kills <n>', 'processes killed at random', 300))
  .addOption(option('--states <n>', 'states of the disk after a crash, from a recorded run', 2_000))
  .addOption(option('--damages <n>', 'stores damaged at rest', 1_000))
  .addOption(option('--seed <n>', 'chooses moments, states and damages', 1))
  .addHelpText('after', '\nExample: npm run power-loss -- --kills 20 --states 200 --damages 100')
  .parse();
const options = program.opts<{ kills: number; states: number; damages: number; seed: number }>();
const began = performance.now();
const say = (text: string): void => console.error(text);

const kills = await killAtRandom(options.kills, options.seed, (done) => done % 25 === 0 && say(`${done} processes killed`));
const recorded = await afterCrashes();
say(`damaging ${options.damages} stores`);
const damages = await damageAtRandom(options.damages, options.seed);
const early = recorded?.order.early.map((id) => `event ${id} was acknowledged before its commit was synced`) ?? [];
const violations = [...kills.violations, ...early, ...(recorded?.crashes.violations ?? []), ...damages.violations];
for (const violation of violations) console.log(violation);
console.log(
  JSON.stringify({
    kills: kills.kills,
    acknowledged: kills.acknowledged,
    acknowledgementsInOrder: recorded?.order.acknowledged ?? 0,
    states: recorded?.crashes.states ?? 0,
    statesDuringCheckpoints: recorded?.crashes.duringCheckpoints ?? 0,
    damages: damages.damages,
    refused: damages.refused,
    intact: damages.intact,
    toldByChain: damages.told,
    violations: violations.length,
    seconds: Math.round((performance.now() - began) / 1_000),
  }),
);
process.exitCode = violations.length === 0 ? 0 : 1;

async function afterCrashes(): Promise<{ readonly order: SyncOrder; readonly crashes: CrashStates } | undefined> {
  const reason = noStrace();
  if (reason !== undefined) {
    say(`no crash states: ${reason}`);
    return undefined;
  }
  const operations = await traceOfAppends({ synchronous: 'FULL', logPages: 60, lives: 3, appends: 60 });
  say(`${operations.length} operations recorded; ${options.states} crashes`);
  return {
    order: syncOrder(operations),
    crashes: await crashStates(operations, options.states, options.seed, (done) => done % 250 === 0 && say(`${done} crashes`)),
  };
}
