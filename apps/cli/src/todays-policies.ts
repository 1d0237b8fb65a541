import type { CommandPolicies } from '#domain';
import { commandPolicies } from '../../platform/src/config/command-policies.js';
import { ConfigError } from '../../platform/src/config/config-error.js';
import { SETTINGS, variable } from '../../platform/src/config/settings.js';
import { CliError, EXIT } from './cli-error.js';

/** The rules that a platform would follow that was started in this environment. @throws CliError exit code 2 when a setting makes no sense */
export function todaysPolicies(environment: Environment): CommandPolicies {
  return commandPolicies({
    retry: setting(SETTINGS.retry, environment),
    retryRules: setting(SETTINGS.retryRules, environment),
    circuit: setting(SETTINGS.circuit, environment),
    circuitPolicy: setting(SETTINGS.circuitPolicy, environment),
    commandLifetime: setting(SETTINGS.commandLifetime, environment),
  });
}

type Environment = Readonly<{ [name: string]: string | undefined }>;

interface Setting<T> {
  readonly name: string;
  readonly read: (text: string) => T;
}

function setting<T>(one: Setting<T> & { readonly initial: string }, environment: Environment): T;
function setting<T>(one: Setting<T>, environment: Environment): T | undefined;
function setting<T>({ name, initial, read }: Setting<T> & { readonly initial?: string }, environment: Environment): T | undefined {
  const given = environment[variable(name)];
  const text = given === undefined || given === '' ? initial : given;
  try {
    return text === undefined ? undefined : read(text);
  } catch (error) {
    if (error instanceof ConfigError) throw new CliError(EXIT.usage, `${variable(name)} ${error.message}`);
    throw error;
  }
}
