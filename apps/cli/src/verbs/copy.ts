import { silentLog } from '#event-sourcing';
import { CopyError, copyHouse, openHouse, type CopyProgress, type House, type HouseAddress } from '#stores';
import type { Cli } from '../cli.js';
import { CliError, EXIT } from '../cli-error.js';
import type { Output } from '../output.js';
import { cannotOpen } from '../store-failure.js';
import { PartProgress } from '../part-progress.js';

interface CopyVerbOptions {
  readonly from: string;
  readonly to: string;
  readonly fromMongo?: string;
  readonly toMongo?: string;
  readonly data: string;
  readonly json?: true;
}

export function copyVerb(cli: Cli): void {
  cli
    .verb(
      'copy',
      'carries the whole record from one store to another',
      'copy --from ./data --to esdb://cluster:2113 --to-mongo mongodb://cluster/meterlog',
    )
    .requiredOption('--from <store>', 'a data directory, esdb://…, or env:NAME of a variable that holds it; nobody may write it meanwhile')
    .requiredOption('--to <store>', 'an empty one, or an earlier copy: a directory, or esdb://…')
    .option('--from-mongo <url>', 'with --from esdb://…: mongodb://… of its vault and responses')
    .option('--to-mongo <url>', 'with --to esdb://…: mongodb://… for its vault and responses')
    .action((options: CopyVerbOptions) => {
      const from = addressOf(cli, '--from', options.from, options.fromMongo);
      const to = addressOf(cli, '--to', options.to, options.toMongo);
      return cli.run(options, (output) => copy(cli, from, to, output));
    });
}

/** @throws CliError exit code 2 */
function addressOf({ environment }: Cli, option: string, storeText: string, mongoText: string | undefined): HouseAddress {
  const store = valueOf(environment, option, storeText);
  const isServer = /^esdb(?:\+discover)?:\/\//.test(store);
  if (!isServer && store.includes('://')) throw new CliError(EXIT.usage, `${option} must be a directory or begin with esdb://`);
  if (isServer !== (mongoText !== undefined))
    throw new CliError(
      EXIT.usage,
      `${option}-mongo mongodb://… goes with ${option} esdb://…, which cannot hold vault and responses, and with nothing else`,
    );
  if (mongoText === undefined) return { kind: 'directory', directory: store };
  return { kind: 'servers', eventStore: store, mongo: valueOf(environment, `${option}-mongo`, mongoText) };
}

const VARIABLE = 'env:';

/** What a value says, or the variable that it names: everybody on a machine sees arguments, and connection strings hold passwords. */
function valueOf(environment: Cli['environment'], option: string, text: string): string {
  if (!text.startsWith(VARIABLE)) return text;
  const name = text.slice(VARIABLE.length);
  const value = environment[name];
  if (value === undefined || value === '') throw new CliError(EXIT.usage, `${option} names the variable ${name}, which is not set`);
  return value;
}

async function copy(cli: Cli, from: HouseAddress, to: HouseAddress, output: Output): Promise<number> {
  const source = await open(from, 'source');
  try {
    const target = await open(to, 'target');
    try {
      return await copied(cli, source, target, output);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function open(address: HouseAddress, role: 'source' | 'target'): Promise<House> {
  try {
    return await openHouse(address, role, silentLog);
  } catch (error) {
    throw cannotOpen(error);
  }
}

async function copied(cli: Cli, source: House, target: House, output: Output): Promise<number> {
  const progress = new PartProgress(cli.terminal === true ? cli.error : undefined);
  try {
    const report = await copyHouse(source, target, { onProgress: ({ phase, done, part }: CopyProgress) => progress.show(phase, done, part) });
    progress.end();
    const { events, streams, copied: fresh, vaultEntries, results } = report;
    output.row(
      report,
      () =>
        `${events} events in ${streams} streams (${fresh} of them new), ${vaultEntries} entries of the vault and ${results} responses are in ${target.name}; every one was compared`,
    );
    return EXIT.good;
  } catch (error) {
    progress.end();
    if (error instanceof CopyError) throw new CliError(EXIT.bad, error.message);
    throw cannotOpen(error);
  }
}
