import { uniformPolicies, type CommandPolicies } from '#domain';
import { ConfigError } from '../../platform/src/config/config-error.js';
import { SETTINGS, variable } from '../../platform/src/config/settings.js';
import { CliError, EXIT } from './cli-error.js';

/** The rules that a platform would follow that was started in this environment. @throws CliError exit code 2 when a setting makes no sense */
export function todaysPolicies(environment: Readonly<{ [name: string]: string | undefined }>): CommandPolicies {
  const retry = setting(SETTINGS.retry, environment);
  return uniformPolicies({ ...retry, lifetime: setting(SETTINGS.commandLifetime, environment) });
}

interface Setting<T> {
  readonly name: string;
  readonly initial: string;
  readonly read: (text: string) => T;
}

function setting<T>({ name, initial, read }: Setting<T>, environment: Readonly<{ [name: string]: string | undefined }>): T {
  const given = environment[variable(name)];
  try {
    return read(given === undefined || given === '' ? initial : given);
  } catch (error) {
    if (error instanceof ConfigError) throw new CliError(EXIT.usage, `${variable(name)} ${error.message}`);
    throw error;
  }
}
