import type { CommandPolicies } from '#domain';
import type { MasterKeys } from '#security';
import { commandPolicies } from './command-policies.js';
import { ConfigError } from './config-error.js';
import { checkRoles, type Roles } from './roles.js';
import type { Settings } from './settings.js';

/** What the platform runs with. Durations in ms. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  /** Connection strings; unset: embedded. */
  readonly eventStore: string | undefined;
  readonly readStore: string | undefined;
  readonly roles: Roles;
  readonly leaseTerm: number;
  readonly apiKey: string | undefined;
  readonly masterKeys: MasterKeys | undefined;
  readonly plainKeys: 'accept' | 'reject';
  readonly connectTimeout: number;
  readonly responseTimeout: number;
  readonly policies: CommandPolicies;
  /** Permits of the whole network until they are set; -1: unlimited. */
  readonly limit: { readonly maxConcurrency: number; readonly maxNewPerSecond: number };
  readonly resultTtl: number;
  readonly checkpointInterval: number;
  readonly checkpointFile: string | undefined;
  readonly webhookUrl: string | undefined;
  readonly webhookSecret: string | undefined;
  readonly webhookPrivate: 'accept' | 'reject';
  /** Where meters send to by themselves. */
  readonly push: { readonly host: string; readonly port: number };
  readonly sessionProvider: { readonly url: string; readonly mode: 'push' | 'poll' } | undefined;
  readonly demoMeters: number;
  readonly simPort: number;
  readonly simControlPort: number;
  readonly log: Settings['log'];
}

/** Puts the settings together and checks what no single one can know. @throws ConfigError */
export function toConfig(settings: Settings): Config {
  const { retry, retryRules, circuit, circuitPolicy, commandLifetime, masterKey, masterKeys, insecureHttp, ...others } = settings;
  const { maxSessions, maxNewPerSecond, pushHost, pushPort, sessionProvider: url, sessionProviderMode: mode, ...rest } = others;
  if (masterKey !== undefined && masterKeys !== undefined)
    throw new ConfigError('METERLOG_MASTER_KEY and METERLOG_MASTER_KEYS cannot be set together');
  if (!isLoopback(settings.host) && insecureHttp === 'reject')
    throw new ConfigError(
      `METERLOG_HOST ${settings.host} can be reached by other machines, and HTTP is not encrypted: set METERLOG_INSECURE_HTTP=accept if that is meant`,
    );
  if (settings.eventStore !== undefined && settings.readStore === undefined)
    throw new ConfigError(
      'METERLOG_EVENTSTORE needs METERLOG_READSTORE=mongodb://... beside it: an EventStoreDB cannot hold the vault and the responses',
    );
  if (settings.webhookUrl !== undefined && settings.webhookSecret === undefined)
    throw new ConfigError('METERLOG_WEBHOOK_URL needs METERLOG_WEBHOOK_SECRET beside it: nothing is sent that is not signed');
  checkRoles(settings.roles, settings.eventStore !== undefined && settings.readStore !== undefined);
  const policies = commandPolicies({ retry, retryRules, circuit, circuitPolicy, commandLifetime });
  const meters = { push: { host: pushHost, port: pushPort }, sessionProvider: url === undefined ? undefined : { url, mode } };
  return { ...rest, ...meters, limit: { maxConcurrency: maxSessions, maxNewPerSecond }, masterKeys: masterKey ?? masterKeys, policies };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
