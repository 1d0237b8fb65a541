import { parseMasterKeys, type MasterKeys } from '#security';
import { ConfigError } from './config-error.js';
import { circuit, retryRules } from './retry-values.js';
import { roles } from './roles.js';
import { address, choice, integer, leaseTerm, limit, port, positiveDuration, retry, secret, sharedSecret, webUrl, word } from './values.js';

/** One variable: its name without `METERLOG_`, what it means, how it is read; `initial` is the text it has when it is not set. */
export interface Setting<T> {
  readonly name: string;
  readonly meaning: string;
  readonly initial?: string;
  /** @throws ConfigError whose message goes on after the name of the setting */
  readonly read: (text: string) => T;
}

function masterKey(text: string): MasterKeys {
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new ConfigError('must be 32 bytes in hex');
  return parseMasterKeys(text);
}

function masterKeys(text: string): MasterKeys {
  try {
    return parseMasterKeys(text);
  } catch (error) {
    throw new ConfigError(`cannot be used: ${error instanceof Error ? error.message : 'malformed'}`);
  }
}

/** Every variable of this version. */
export const SETTINGS = {
  port: { name: 'PORT', initial: '3000', meaning: 'port of the HTTP interface', read: port },
  host: { name: 'HOST', initial: '127.0.0.1', meaning: 'address of the HTTP interface', read: word },
  insecureHttp: {
    name: 'INSECURE_HTTP',
    initial: 'reject',
    meaning: 'accept: plain HTTP also on an address that other machines can reach',
    read: choice('accept', 'reject'),
  },
  data: { name: 'DATA', initial: './data', meaning: 'directory of the embedded store', read: word },
  eventStore: {
    name: 'EVENTSTORE',
    meaning: 'esdb://... or esdb+discover://...: events in an EventStoreDB instead of the data directory; needs READSTORE',
    read: address('esdb', 'esdb+discover'),
  },
  readStore: {
    name: 'READSTORE',
    meaning: 'mongodb://... or mongodb+srv://...: read models in a MongoDB; with EVENTSTORE also the vault and the responses',
    read: address('mongodb', 'mongodb+srv'),
  },
  roles: {
    name: 'ROLES',
    initial: 'all',
    meaning: 'what this process does: all, or some of api, orchestrator, gateway, projector (with EVENTSTORE and READSTORE)',
    read: roles,
  },
  leaseTerm: {
    name: 'LEASE_TERM',
    initial: '15s',
    meaning: 'how long other processes on the same servers wait for a sign of life of this one before they take over',
    read: leaseTerm,
  },
  apiKey: { name: 'API_KEY', meaning: 'bootstrap key of organisation operations, with every right', read: secret },
  masterKey: { name: 'MASTER_KEY', meaning: 'key that wraps the meter keys: 32 bytes in hex', read: masterKey },
  masterKeys: { name: 'MASTER_KEYS', meaning: 'several of them: id:hex[,id:hex...]; the first wraps, all unwrap', read: masterKeys },
  plainKeys: {
    name: 'PLAIN_KEYS',
    initial: 'reject',
    meaning: 'accept: requests may carry meter keys in plain hex',
    read: choice('accept', 'reject'),
  },
  connectTimeout: { name: 'CONNECT_TIMEOUT', initial: '10s', meaning: 'longest wait for a connection to a meter', read: positiveDuration },
  responseTimeout: { name: 'RESPONSE_TIMEOUT', initial: '120s', meaning: 'longest wait for an answer of a meter', read: positiveDuration },
  retry: { name: 'RETRY', initial: '3x30s*2^n,cap=1h,jitter=0', meaning: 'attempts of a command, and the delays between them', read: retry },
  retryRules: {
    name: 'RETRY_RULES',
    meaning: 'other attempts and delays for operations and organisations: FindEvents=5x10s*2^n; @acme=2x60s*2^n; Bundle@acme=...',
    read: retryRules,
  },
  circuit: {
    name: 'CIRCUIT',
    initial: '5x1m*2^n,cap=6h',
    meaning: 'failures to connect in a row after which a meter is left alone, and for how long; or off',
    read: circuit,
  },
  circuitPolicy: {
    name: 'CIRCUIT_POLICY',
    initial: 'wait',
    meaning: 'what becomes of commands that are due while a meter is left alone: they wait, or fail',
    read: choice('wait', 'fail'),
  },
  commandLifetime: { name: 'COMMAND_LIFETIME', initial: '7d', meaning: 'a command that has not ended by then expires', read: positiveDuration },
  maxSessions: {
    name: 'MAX_SESSIONS',
    initial: '1000',
    meaning: 'connections to meters at once, -1 unlimited; holds until a limit is set over HTTP',
    read: limit,
  },
  maxNewPerSecond: {
    name: 'MAX_NEW_PER_SECOND',
    initial: '-1',
    meaning: 'new connections to meters in any second, -1 unlimited; holds until a limit is set over HTTP',
    read: limit,
  },
  resultTtl: { name: 'RESULT_TTL', initial: '7d', meaning: 'how long responses are kept', read: positiveDuration },
  checkpointInterval: {
    name: 'CHECKPOINT_INTERVAL',
    initial: '1h',
    meaning: 'how often the record is signed when something has happened',
    read: positiveDuration,
  },
  checkpointFile: { name: 'CHECKPOINT_FILE', meaning: 'file that checkpoints are also written to: keep copies of it elsewhere', read: word },
  webhookUrl: { name: 'WEBHOOK_URL', meaning: 'told of the end of commands of organisation operations that have no responseUrl', read: webUrl },
  webhookSecret: { name: 'WEBHOOK_SECRET', meaning: 'signs webhooks; without it none is sent', read: sharedSecret },
  webhookPrivate: {
    name: 'WEBHOOK_PRIVATE',
    initial: 'reject',
    meaning: 'accept: webhooks may go to addresses that are not on the internet, over plain HTTP too',
    read: choice('accept', 'reject'),
  },
  pushPort: { name: 'PUSH_PORT', initial: '9598', meaning: 'port for messages that meters start, TCP and UDP', read: port },
  pushHost: { name: 'PUSH_HOST', initial: '127.0.0.1', meaning: 'address for messages that meters start', read: word },
  sessionProvider: {
    name: 'SESSION_PROVIDER',
    meaning: 'http://... or https://...: wakes meters up whose address is not fixed, and knows where they are',
    read: webUrl,
  },
  sessionProviderMode: {
    name: 'SESSION_PROVIDER_MODE',
    initial: 'push',
    meaning: 'push: meters push their address when they are woken up; poll: the session provider is asked for it, and asked often',
    read: choice('push', 'poll'),
  },
  demoMeters: { name: 'DEMO_METERS', initial: '25', meaning: 'fleet size of the demo', read: integer(1, 10_000) },
  simPort: { name: 'SIM_PORT', initial: '4059', meaning: 'port of the meters of the demo', read: port },
  simControlPort: { name: 'SIM_CONTROL_PORT', initial: '4060', meaning: 'control port of the fleet of the demo', read: port },
  log: { name: 'LOG', initial: 'info', meaning: 'log level', read: choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent') },
} as const satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof SETTINGS;
type ValueOf<K extends SettingKey> = ReturnType<(typeof SETTINGS)[K]['read']>;
type Initial<K extends SettingKey> = (typeof SETTINGS)[K] extends { readonly initial: string } ? never : undefined;

/** The values of all settings; those without an initial value may be undefined. Durations in ms. */
export type Settings = { readonly [K in SettingKey]: ValueOf<K> | Initial<K> };

/** Settings that the design foresees and this version does not have: better refused than silently without effect. */
export const UNAVAILABLE = ['TLS_CERT', 'TLS_KEY', 'TLS_CLIENT_CA'] as const;

export const variable = (name: string): string => `METERLOG_${name}`;
export const flag = (name: string): string => `--${name.toLowerCase().replaceAll('_', '-')}`;
