import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { readConfig, type Environment } from './read-config.js';

const SERVERS = { METERLOG_EVENTSTORE: 'esdb://127.0.0.1', METERLOG_READSTORE: 'mongodb://127.0.0.1/meterlog' };
const KEY = 'ab'.repeat(32);

function configOf(environment: Environment, ...args: string[]) {
  const invocation = readConfig('platform', args, environment);
  if (invocation.kind !== 'run') throw new Error('asked for help');
  return invocation.config;
}

function messageOf(environment: Environment, ...args: string[]): string {
  try {
    readConfig('platform', args, environment);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe('readConfig', () => {
  it('has a default for everything but the secrets', () => {
    expect(configOf({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      data: './data',
      eventStore: undefined,
      readStore: undefined,
      roles: new Set(['api', 'orchestrator', 'gateway', 'projector']),
      leaseTerm: 15_000,
      apiKey: undefined,
      masterKeys: undefined,
      plainKeys: 'reject',
      connectTimeout: 10_000,
      responseTimeout: 120_000,
      limit: { maxConcurrency: 1_000, maxNewPerSecond: -1 },
      policies: { of: expect.any(Function), circuit: { failures: 5, pause: 60_000, cap: 6 * 3_600_000, whileOpen: 'wait' } },
      resultTtl: 7 * 86_400_000,
      checkpointInterval: 3_600_000,
      checkpointFile: undefined,
      webhookUrl: undefined,
      webhookSecret: undefined,
      webhookPrivate: 'reject',
      push: { host: '127.0.0.1', port: 9598 },
      sessionProvider: undefined,
      demoMeters: 25,
      simPort: 4059,
      simControlPort: 4060,
      log: 'info',
    });
  });

  it('lets a flag win over its variable', () => {
    expect(configOf({ METERLOG_SIM_CONTROL_PORT: '5000', METERLOG_PORT: '3001' }, '--sim-control-port', '6000')).toMatchObject({
      simControlPort: 6000,
      port: 3001,
    });
  });

  it('reads durations and the retry rule', () => {
    const config = configOf({
      METERLOG_CONNECT_TIMEOUT: '500ms',
      METERLOG_RESULT_TTL: '36h',
      METERLOG_RETRY: '5x100ms*2^n,cap=2s',
      METERLOG_COMMAND_LIFETIME: '5m',
    });
    expect(config).toMatchObject({
      connectTimeout: 500,
      resultTtl: 36 * 3_600_000,
    });
    const policy = { attempts: 5, retryDelay: 100, retryCap: 2_000, lifetime: 300_000 };
    expect(config.policies.of('FindEvents', 'operations')).toMatchObject(policy);
  });

  it('reads where meters send to, and who finds them', () => {
    const provider = { METERLOG_SESSION_PROVIDER: 'http://127.0.0.1:4060/provider' };
    expect(configOf({ METERLOG_PUSH_HOST: '::1', ...provider }, '--push-port', '0')).toMatchObject({
      push: { host: '::1', port: 0 },
      sessionProvider: { url: 'http://127.0.0.1:4060/provider', mode: 'push' },
    });
    expect(configOf({ METERLOG_SESSION_PROVIDER_MODE: 'poll', ...provider }).sessionProvider?.mode).toBe('poll');
  });

  it('takes one master key or several, not both', () => {
    expect(configOf({ METERLOG_MASTER_KEY: KEY }).masterKeys?.wrapping.id).toBe('default');
    expect(configOf({ METERLOG_MASTER_KEYS: `b:${KEY},a:${KEY}` }).masterKeys?.wrapping.id).toBe('b');
    expect(messageOf({ METERLOG_MASTER_KEY: KEY, METERLOG_MASTER_KEYS: `a:${KEY}` })).toMatch(/METERLOG_MASTER_KEYS/);
  });

  it.each([
    [{ METERLOG_PORT: '65536' }, /^METERLOG_PORT must be a whole number from 0 to 65535, not "65536"$/],
    [{ METERLOG_PORT: '3e3' }, /^METERLOG_PORT /],
    [{ METERLOG_PUSH_PORT: '-1' }, /^METERLOG_PUSH_PORT /],
    [{ METERLOG_SESSION_PROVIDER: '127.0.0.1:4060' }, /^METERLOG_SESSION_PROVIDER must be an http or https URL/],
    [{ METERLOG_SESSION_PROVIDER_MODE: 'pull' }, /^METERLOG_SESSION_PROVIDER_MODE must be one of push, poll/],
    [{ METERLOG_MAX_SESSIONS: '-2' }, /^METERLOG_MAX_SESSIONS must be -1 \(unlimited\) or a whole number/],
    [{ METERLOG_PLAIN_KEYS: 'yes' }, /^METERLOG_PLAIN_KEYS must be one of accept, reject/],
    [{ METERLOG_CONNECT_TIMEOUT: '10' }, /^METERLOG_CONNECT_TIMEOUT must be a duration/],
    [{ METERLOG_CONNECT_TIMEOUT: '0s' }, /^METERLOG_CONNECT_TIMEOUT must be longer/],
    [{ METERLOG_RETRY: '0x30s*2^n' }, /^METERLOG_RETRY must look like/],
    [{ METERLOG_RETRY: '3x30s*2^n,cap=1h,jitter=0.5' }, /^METERLOG_RETRY a jitter other than 0/],
    [{ METERLOG_DEMO_METERS: '0' }, /^METERLOG_DEMO_METERS /],
    [{ METERLOG_LOG: 'loud' }, /^METERLOG_LOG /],
    [{ METERLOG_API_KEY: 'with blank' }, /^METERLOG_API_KEY /],
    [{ METERLOG_HOST: '0.0.0.0' }, /^METERLOG_HOST 0\.0\.0\.0 .*METERLOG_INSECURE_HTTP=accept/],
    [{ METERLOG_EVENTSTORE: 'esdb://127.0.0.1' }, /^METERLOG_EVENTSTORE needs METERLOG_READSTORE=mongodb/],
    [{ METERLOG_EVENTSTORE: 'http://127.0.0.1' }, /^METERLOG_EVENTSTORE must be a connection string that begins with esdb:\/\/ or/],
    [{ METERLOG_READSTORE: 'mongodb://' }, /^METERLOG_READSTORE must be a connection string that begins with mongodb:\/\//],
    [{ METERLOG_WEBHOOK_URL: 'https://client.example/' }, /^METERLOG_WEBHOOK_URL needs METERLOG_WEBHOOK_SECRET/],
    [{ METERLOG_WEBHOOK_URL: 'ftp://client.example/' }, /^METERLOG_WEBHOOK_URL must be an http or https URL/],
    [{ METERLOG_WEBHOOK_URL: 'https://user:word@client.example/' }, /^METERLOG_WEBHOOK_URL must be an http or https URL without user name/],
    [{ METERLOG_WEBHOOK_SECRET: 'short' }, /^METERLOG_WEBHOOK_SECRET must have at least 16 characters/],
    [{ METERLOG_WEBHOOK_PRIVATE: 'yes' }, /^METERLOG_WEBHOOK_PRIVATE must be one of accept, reject/],
    [{ METERLOG_ROLES: 'api' }, /^METERLOG_ROLES other than all needs METERLOG_EVENTSTORE and METERLOG_READSTORE/],
    [{ METERLOG_ROLES: 'api,cook' }, /^METERLOG_ROLES must be all, or some of api, orchestrator, gateway, projector/],
    [{ METERLOG_ROLES: 'api,orchestrator', ...SERVERS }, /^METERLOG_ROLES must have orchestrator and gateway together/],
    [{ METERLOG_LEASE_TERM: '500ms' }, /^METERLOG_LEASE_TERM must be 1s or longer/],
    [{ METERLOG_TLS_CERT: 'x.pem' }, /^METERLOG_TLS_CERT is not available/],
  ])('refuses %j in one line', (environment, message) => {
    expect(messageOf(environment)).toMatch(message);
    expect(messageOf(environment)).not.toContain('\n');
  });

  it('names the flag when the flag is wrong, also one that does not exist', () => {
    expect(messageOf({}, '--port', 'x')).toMatch(/^--port must be/);
    expect(messageOf({}, '--prot', '1')).toMatch(/unknown option '--prot'/);
    expect(messageOf({}, 'surplus')).toMatch(/too many arguments/);
  });

  it('never repeats a secret', () => {
    expect(messageOf({ METERLOG_MASTER_KEY: 'dead'.repeat(15) })).not.toContain('dead');
    expect(messageOf({ METERLOG_MASTER_KEYS: 'dead'.repeat(15) })).not.toContain('dead');
    expect(messageOf({ METERLOG_EVENTSTORE: 'http://u:dead@h' })).not.toContain('dead');
    expect(messageOf({ METERLOG_READSTORE: 'mongo://u:dead@h' })).not.toContain('dead');
    expect(messageOf({ METERLOG_WEBHOOK_URL: 'https://u:dead@h/' })).not.toContain('dead');
    expect(messageOf({ METERLOG_WEBHOOK_SECRET: 'dead' })).not.toContain('dead');
  });

  it('takes roles where the stores can be shared', () => {
    expect(configOf({}).roles).toEqual(new Set(['api', 'orchestrator', 'gateway', 'projector']));
    const { roles } = configOf({ METERLOG_ROLES: 'api, projector', ...SERVERS });
    expect(roles).toEqual(new Set(['api', 'projector']));
  });

  it('takes the addresses of stores that are not embedded', () => {
    const addresses = { METERLOG_EVENTSTORE: 'esdb+discover://u:p@a,b?tls=true', METERLOG_READSTORE: 'mongodb://u:p@c/meterlog' };
    expect(configOf(addresses)).toMatchObject({ eventStore: addresses.METERLOG_EVENTSTORE, readStore: addresses.METERLOG_READSTORE });
  });

  it('allows plain HTTP elsewhere than on loopback when that is meant', () => {
    expect(configOf({ METERLOG_HOST: '0.0.0.0', METERLOG_INSECURE_HTTP: 'accept' }).host).toBe('0.0.0.0');
  });

  it('explains every setting on --help', () => {
    const help = readConfig('platform', ['--help'], {});
    expect(help).toMatchObject({ kind: 'help', text: expect.stringMatching(/METERLOG_MASTER_KEYS.*--sim-control-port/s) });
  });

  it('tells of variables that look like ours and are none', () => {
    expect(readConfig('platform', [], { METERLOG_PROT: '1', OTHER: '2' })).toMatchObject({ unknown: ['METERLOG_PROT'] });
  });
});
