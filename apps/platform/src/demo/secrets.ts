import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import { generateApiKey, generateMasterKey, parseMasterKeys, type MasterKeys } from '#security';

export interface DemoSecrets {
  readonly apiKey: string;
  readonly masterKeys: MasterKeys;
}

/** Secrets that nobody configured: made at the first start and kept beside the data, readable by their owner only. */
export function demoSecrets(
  directory: string,
  given: { readonly apiKey: string | undefined; readonly masterKeys: MasterKeys | undefined },
): DemoSecrets {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return {
    apiKey: given.apiKey ?? kept(join(directory, 'api.key'), generateApiKey),
    masterKeys: given.masterKeys ?? parseMasterKeys(kept(join(directory, 'master.key'), generateMasterKey)),
  };
}

function kept(path: string, make: () => string): string {
  try {
    writeFileSync(path, `${make()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (!(types.isNativeError(error) && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
  return readFileSync(path, 'utf8').trim();
}
