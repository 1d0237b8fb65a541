import { Command, InvalidArgumentError, Option } from 'commander';

import { startFleet } from './fleet/fleet.js';
import { defaultOptions } from './fleet/options.js';

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('a whole number is expected');
  return value;
}

interface Flags {
  meters: number;
  profiles: string;
  polyphase: number;
  dynamic: number;
  security: string;
  mbus: string;
  logicalDevices: number;
  framing: 'wrapper' | 'hdlc';
  inactivityTimeout: number;
  base: string;
  port: number;
  host: string;
  controlPort: number;
  seed: number;
  timezone: string;
}

const flags = new Command('simulator')
  .description('A fleet of DLMS/COSEM meters on 127.0.0.0/8, one address each, with an HTTP interface to control it.')
  .option('--meters <n>', 'number of meters', wholeNumber, defaultOptions.meters)
  .option('--profiles <list>', 'protocol profiles in turn, with commas', defaultOptions.profiles.join(','))
  .option('--polyphase <n>', 'every n-th meter has three phases, 0 for none', wholeNumber, defaultOptions.polyphase)
  .option('--dynamic <n>', 'every n-th meter has no fixed address and is woken up by SMS, 0 for none', wholeNumber, defaultOptions.dynamic)
  .option('--security <list>', 'none, lls, hls5: changes after each round of profiles', defaultOptions.security.join(','))
  .option('--mbus <list>', 'devices on M-Bus channels 1 to 4: gas, water, heat, electricity, - for none', defaultOptions.mbus.join(','))
  .option('--logical-devices <n>', 'meters behind one address, by logical device', wholeNumber, defaultOptions.logicalDevices)
  .addOption(new Option('--framing <kind>', 'what carries the APDUs').choices(['wrapper', 'hdlc']).default(defaultOptions.framing))
  .option(
    '--inactivity-timeout <ms>',
    'a connection on which nothing is said for so long is ended, 0 for never',
    wholeNumber,
    defaultOptions.inactivityTimeout,
  )
  .option('--base <address>', 'address of the first meter', defaultOptions.base)
  .option('--port <n>', 'port of all meters, 0 for a free one', wholeNumber, defaultOptions.port)
  .option('--host <address>', 'address of the control interface', defaultOptions.controlHost)
  .option('--control-port <n>', 'port of the control interface, 0 for a free one', wholeNumber, defaultOptions.controlPort)
  .option('--seed <n>', 'keys and values follow from it', wholeNumber, defaultOptions.seed)
  .option('--timezone <zone>', 'IANA zone of the meters', defaultOptions.timezone)
  .addHelpText(
    'after',
    '\nExample:\n  npm run simulator -- --meters 1000 --profiles SMR5.1,DSMR4.2.2 --base 127.16.0.1 --port 4059 --control-port 4060 --seed 7',
  )
  .parse()
  .opts<Flags>();

const { meters, base, host } = flags;

try {
  const { profiles, security, mbus, ...others } = flags;
  const lists = { profiles: profiles.split(','), security: security.split(','), mbus: mbus.split(',') };
  const fleet = await startFleet({ ...others, ...lists, controlHost: host });
  const ready = { ready: true, meters, base, port: fleet.port, controlPort: fleet.controlPort, control: `http://${host}:${fleet.controlPort}` };
  process.stdout.write(`Simulator ready ${JSON.stringify(ready)}\n`);
  const stop = (): void => {
    void fleet.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
