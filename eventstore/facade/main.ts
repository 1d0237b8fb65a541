import { Command, InvalidArgumentError } from 'commander';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credentials, type FacadeTls, startFacade } from './index.js';

interface Flags {
  readonly host: string;
  readonly port: number;
  readonly data?: string;
  readonly user?: Credentials;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('a port is expected');
  return port;
}

function addUser(text: string, users: Credentials = {}): Credentials {
  const at = text.indexOf(':');
  if (at < 1) throw new InvalidArgumentError('<name>:<password> is expected');
  return { ...users, [text.slice(0, at)]: text.slice(at + 1) };
}

function readTls({ tlsCertificate, tlsKey }: Flags): { readonly tls?: FacadeTls } {
  if (tlsCertificate === undefined || tlsKey === undefined) return {};
  return { tls: { certificate: readFileSync(tlsCertificate, 'utf8'), key: readFileSync(tlsKey, 'utf8') } };
}

const flags = new Command('facade')
  .description('Answers the official EventStoreDB client from an embedded event store. A test instrument: not a server to keep data in.')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <n>', 'port to listen on, 0 for a free one', portNumber, 2113)
  .option('--data <dir>', 'directory of the events; without it, one that is removed at the end')
  .option('--user <name:password>', 'ask for credentials; may be given several times (clients send them over TLS only)', addUser)
  .option('--tls-certificate <file>', 'certificate of the server, PEM; with --tls-key')
  .option('--tls-key <file>', 'private key of the server, PEM')
  .parse()
  .opts<Flags>();

const directory = flags.data ?? mkdtempSync(join(tmpdir(), 'facade-'));
const facade = await startFacade({
  directory,
  host: flags.host,
  port: flags.port,
  ...(flags.user === undefined ? {} : { credentials: flags.user }),
  ...readTls(flags),
  report: (error) => console.error(error),
});
console.log(facade.connectionString);

const stop = async (): Promise<void> => {
  await facade.stop();
  if (flags.data === undefined) rmSync(directory, { recursive: true, force: true });
};
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());
