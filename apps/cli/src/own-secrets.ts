import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MasterKeysError, parseMasterKeys, type MasterKeys } from '#security';
import { CliError, EXIT } from './cli-error.js';
import type { Surroundings } from './cli.js';

type Environment = Surroundings['environment'];

/** What the demo keeps beside its data. */
function kept(directory: string, name: string): string | undefined {
  const path = join(directory, name);
  try {
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
  } catch (error) {
    throw new CliError(EXIT.cannotOpen, `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The key for the platform's API: `METERLOG_API_KEY`, else what the demo keeps. @throws CliError exit code 2 */
export function apiKey(environment: Environment, directory: string): string {
  const key = environment['METERLOG_API_KEY'] ?? kept(directory, 'api.key');
  if (key === undefined) throw new CliError(EXIT.usage, 'METERLOG_API_KEY must be set: it is the key for the API of the running platform');
  return key;
}

/** The keys that the vault is sealed under: `METERLOG_MASTER_KEY` or `METERLOG_MASTER_KEYS`, else what the demo keeps. @throws CliError exit code 2 */
export function masterKeys(environment: Environment, directory: string): MasterKeys {
  const text = environment['METERLOG_MASTER_KEY'] ?? environment['METERLOG_MASTER_KEYS'] ?? kept(directory, 'master.key');
  if (text === undefined) throw new CliError(EXIT.usage, 'METERLOG_MASTER_KEY or METERLOG_MASTER_KEYS must be set: the vault is sealed under it');
  try {
    return parseMasterKeys(text);
  } catch (error) {
    if (!(error instanceof MasterKeysError)) throw error;
    throw new CliError(EXIT.usage, error.message);
  }
}
