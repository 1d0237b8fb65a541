import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where `test/servers/install.sh` has put the servers. */
const PEERS_VARIABLE = 'METERLOG_TEST_PEERS';
/** A MongoDB of somebody's own; databases `meterlog_test_*` are made in it. */
const OTHER_VARIABLE = 'METERLOG_TEST_MONGODB';
const START_MS = 30_000;
/** How many lines of what a server says are kept for the message when it does not start. */
const KEPT_LINES = 50;

export type MongoServerName = 'mongo-java-server' | 'ferretdb' | typeof OTHER_VARIABLE;

export interface RunningMongoServer {
  /** With a database of its own in the path. */
  readonly url: string;
  /** Another database of the same server. */
  freshDatabase(): string;
  /** Ends the server as a crash would and starts it again on the same port and data. Undefined for a server that was not started here. */
  readonly restart: (() => Promise<void>) | undefined;
  /** Ends the server as a crash would. Undefined for a server that was not started here. */
  readonly kill: (() => Promise<void>) | undefined;
  stop(): Promise<void>;
}

export interface MongoServerKind {
  readonly name: MongoServerName;
  readonly start: () => Promise<RunningMongoServer>;
}

let databases = 0;

/** Those that the environment names; a spec without one says why it is skipped: {@link MONGO_SERVERS_SKIPPED}. */
export function mongoServers(): readonly MongoServerKind[] {
  const peers = process.env[PEERS_VARIABLE] ?? '';
  const other = process.env[OTHER_VARIABLE] ?? '';
  return [...(peers === '' ? [] : [javaServer(peers), ferret(peers)]), ...(other === '' ? [] : [elsewhere(other)])];
}

export const MONGO_SERVERS_SKIPPED = `skipped: neither ${PEERS_VARIABLE} (what test/servers/install.sh prints) nor ${OTHER_VARIABLE} (a connection string) is set`;

/** Processor time is dear where tests run: the compiler for long-lived programs is left out. */
const JAVA_OPTIONS = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

function javaServer(peers: string): MongoServerKind {
  const home = join(peers, 'mongo-java-server');
  const command = ['java', ...JAVA_OPTIONS, '-cp', `${home}:${join(home, '*')}`, 'Launcher'];
  return { name: 'mongo-java-server', start: async () => started(home, command) };
}

function ferret(peers: string): MongoServerKind {
  const home = join(peers, 'ferretdb');
  return { name: 'ferretdb', start: async () => started(home, [join(home, 'ferretdb')]) };
}

function elsewhere(url: string): MongoServerKind {
  const [, server = '', path = '', query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url) ?? [];
  const options = new URLSearchParams(query);
  // Users are looked up in the database of the path unless told, and that is about to change.
  if (server.includes('@') && !options.has('authSource')) options.set('authSource', path === '' ? 'admin' : path);
  const freshDatabase = (): string => `${server}/${freshName()}?${options.toString()}`;
  const start = async (): Promise<RunningMongoServer> => {
    return { url: freshDatabase(), freshDatabase, restart: undefined, kill: undefined, stop: async () => undefined };
  };
  return { name: OTHER_VARIABLE, start };
}

/** `url` with one option more. */
export function withOption(url: string, option: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${option}`;
}

const freshName = (): string => `meterlog_test_${process.pid}_${Date.now().toString(36)}_${(databases += 1)}`;

async function started(home: string, command: readonly string[]): Promise<RunningMongoServer> {
  if (!existsSync(home)) throw new Error(`${home} is missing: run test/servers/install.sh`);
  const data = await mkdtemp(join(tmpdir(), 'meterlog-mongo-'));
  let server = await launch(command, 0, data);
  const { port } = server;
  const freshDatabase = (): string => `mongodb://127.0.0.1:${port}/${freshName()}`;
  const kill = async (): Promise<void> => end(server.process);
  return {
    url: freshDatabase(),
    freshDatabase,
    kill,
    restart: async () => {
      await kill();
      server = await launch(command, port, data);
    },
    stop: async () => {
      await kill();
      await rm(data, { recursive: true, force: true });
    },
  };
}

interface Launched {
  readonly process: ChildProcess;
  readonly port: number;
}

/** The server ends with its standard input, and so with this process whatever happens to it. */
async function launch([program = '', ...args]: readonly string[], port: number, data: string): Promise<Launched> {
  const server = spawn(program, [...args, String(port), data], { stdio: ['pipe', 'pipe', 'pipe'] });
  server.stdin.on('error', () => undefined);
  const said: string[] = [];
  const keep = (line: string): void => {
    said.push(line);
    if (said.length > KEPT_LINES) said.shift();
  };
  createInterface({ input: server.stderr }).on('line', keep);
  try {
    return await new Promise<Launched>((resolve, reject) => {
      const refuse = (why: string): void => reject(new Error(`${program} ${why}:\n${said.join('\n')}`));
      const late = setTimeout(() => refuse(`did not start within ${START_MS} ms`), START_MS);
      server.once('error', (error) => refuse(error.message));
      server.once('exit', (code) => refuse(`ended with ${code}`));
      createInterface({ input: server.stdout }).on('line', (line) => {
        keep(line);
        const [, listening] = /^listening on (\d+)$/.exec(line) ?? [];
        if (listening === undefined) return;
        clearTimeout(late);
        resolve({ process: server, port: Number(listening) });
      });
    });
  } catch (error) {
    await end(server);
    throw error;
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
}
