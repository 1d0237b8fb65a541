import { Command, CommanderError, Option } from 'commander';
import { toConfig, type Config } from './config.js';
import { ConfigError } from './config-error.js';
import { flag, SETTINGS, UNAVAILABLE, variable, type SettingKey, type Settings } from './settings.js';

export type Invocation =
  { readonly kind: 'run'; readonly config: Config; readonly unknown: readonly string[] } | { readonly kind: 'help'; readonly text: string };
export type Environment = Readonly<Record<string, string | undefined>>;

const KEYS = Object.keys(SETTINGS) as SettingKey[];

/**
 * Reads flags and environment; a flag wins over its variable.
 * `unknown`: variables that start like ours and are none, for a warning.
 * @throws ConfigError
 */
export function readConfig(program: string, args: readonly string[], environment: Environment): Invocation {
  const given = parseFlags(program, args);
  if (typeof given === 'string') return { kind: 'help', text: given };
  for (const name of UNAVAILABLE)
    if (environment[variable(name)] !== undefined) throw new ConfigError(`${variable(name)} is not available in this version`);
  const values = Object.fromEntries(KEYS.map((key) => [key, readSetting(key, given[key], environment)]));
  return { kind: 'run', config: toConfig(values as unknown as Settings), unknown: unknownVariables(environment) };
}

type Given = Readonly<Partial<Record<SettingKey, string>>>;

/** The flags that were given, or the help text when that was asked for. */
function parseFlags(program: string, args: readonly string[]): Given | string {
  let printed = '';
  const keep = (text: string): void => {
    printed += text;
  };
  const command = new Command(program).exitOverride().configureOutput({ writeOut: keep, writeErr: keep }).helpOption('--help', 'shows this');
  for (const key of KEYS) {
    const { name, meaning } = SETTINGS[key];
    command.addOption(new Option(`${flag(name)} <value>`, `${meaning} (${described(key)})`));
  }
  try {
    return command.parse([...args], { from: 'user' }).opts<Given>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return printed;
    throw new ConfigError(error.message.replace(/^error: /, ''));
  }
}

function described(key: SettingKey): string {
  const setting: { readonly name: string; readonly initial?: string } = SETTINGS[key];
  return `${variable(setting.name)}, default ${setting.initial ?? 'unset'}`;
}

function readSetting(key: SettingKey, fromFlag: string | undefined, environment: Environment): unknown {
  const setting: { readonly name: string; readonly initial?: string; readonly read: (text: string) => unknown } = SETTINGS[key];
  const fromVariable = environment[variable(setting.name)];
  const text = fromFlag ?? (fromVariable === '' ? undefined : fromVariable) ?? setting.initial;
  if (text === undefined) return undefined;
  try {
    return setting.read(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${fromFlag === undefined ? variable(setting.name) : flag(setting.name)} ${error.message}`);
  }
}

function unknownVariables(environment: Environment): string[] {
  const known = new Set<string>(KEYS.map((key) => variable(SETTINGS[key].name)));
  return Object.keys(environment).filter((name) => name.startsWith('METERLOG_') && !known.has(name));
}
