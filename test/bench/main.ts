import { Argument, Command } from 'commander';
import { machine, type Bench } from './figures.js';
import { collection } from './collection.js';
import { commands } from './commands.js';
import { dlms } from './dlms.js';
import { due } from './due.js';
import { eventstore } from './eventstore.js';
import { fleet } from './fleet.js';
import { priority } from './priority.js';
import { projections } from './projections.js';
import { scale } from './scale.js';
import { skeleton } from './skeleton.js';

const benches: readonly Bench[] = [skeleton, dlms, fleet, eventstore, projections, commands, due, scale, priority, collection];

const program = new Command('bench')
  .description('Measures one part of the platform. Figures depend on the machine; the table says which.')
  .addArgument(new Argument('<name>', benches.map(({ name, summary }) => `${name}: ${summary}`).join('\n')).choices(benches.map(({ name }) => name)))
  .option('--json', 'print one JSON object as the last line')
  .option('--quick', 'less than 45 s')
  .option('--full', 'long enough for steady figures')
  .addHelpText('after', '\nExample: npm run bench -- skeleton --quick')
  .parse();

const options = program.opts<{ json?: boolean; quick?: boolean; full?: boolean }>();
const bench = benches.find(({ name }) => name === program.args[0]);
if (bench === undefined) throw new Error('commander checks the name');
const size = options.quick === true ? 'quick' : options.full === true ? 'full' : 'normal';
const figures = await bench.run({ scale: size, progress: (text) => console.error(text) });
if (options.json === true) {
  console.log(JSON.stringify({ bench: bench.name, machine: machine(), figures }));
} else {
  console.log(`${bench.name} on ${machine()}`);
  const rows = Object.entries(figures);
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, { value, unit }] of rows) console.log(`${name.padEnd(width)}  ${value.toFixed(1).padStart(12)} ${unit}`);
}
