import { createPlatform, type PlatformOptions } from '../../../apps/platform/src/composition/create-platform.js';
import type { Platform } from '../../../apps/platform/src/composition/platform.js';
import { readConfig } from '../../../apps/platform/src/config/read-config.js';
import { silentLog } from '#event-sourcing';
import { TEST_API_KEY, TEST_MASTER_KEY } from '../../support/platform-process.js';

/** A platform in this process, with the settings of one that is started without any, but for what is `changed`; meters send to a free port. */
export async function openPlatform(data: string, changed: Partial<PlatformOptions> = {}): Promise<Platform> {
  const environment = { METERLOG_DATA: data, METERLOG_API_KEY: TEST_API_KEY, METERLOG_MASTER_KEY: TEST_MASTER_KEY, METERLOG_PUSH_PORT: '0' };
  const invocation = readConfig('bench', [], environment);
  if (invocation.kind !== 'run') throw new Error('no help was asked for');
  const { apiKey, masterKeys, ...config } = invocation.config;
  if (apiKey === undefined || masterKeys === undefined) throw new Error('both are set above');
  return createPlatform({ ...config, apiKey, masterKeys, log: silentLog, ...changed });
}
