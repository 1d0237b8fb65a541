import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import { generateApiKey, generateMasterKey, parseMasterKeys, type MasterKeys } from '#security';

export interface DemoSecrets {
  readonly apiKey: string;
  readonly masterKeys: MasterKeys;
  /** Signs webhooks. */
  readonly webhookSecret: string;
}

/** Secrets that nobody configured: made at the first start and kept beside the data, readable by their owner only. */
export function demoSecrets(directory: string, given: { readonly [K in keyof DemoSecrets]?: DemoSecrets[K] | undefined }): DemoSecrets {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return {
    apiKey: given.apiKey ?? kept(join(directory, 'api.key'), generateApiKey),
    masterKeys: given.masterKeys ?? parseMasterKeys(kept(join(directory, 'master.key'), generateMasterKey)),
    webhookSecret: given.webhookSecret ?? kept(join(directory, 'webhook.secret'), () => randomBytes(32).toString('hex')),
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
