import type { Cli, Common } from '../cli.js';
import { openForWriting } from '../open-for-writing.js';
import { PlatformApi } from '../platform-api.js';
import { directly } from './directly.js';
import type { ReadModels } from './read-models.js';
import { throughThePlatform } from './through-the-platform.js';

/**
 * The read models of a data directory: through the platform that holds it, else directly. On servers nothing says whether a platform is at work,
 * and it would be left behind by generations that somebody else swaps: only its interface is used.
 */
export async function withReadModels<T>(cli: Cli, options: Common, work: (models: ReadModels) => Promise<T>): Promise<T> {
  const stores = cli.environment['METERLOG_EVENTSTORE'] === undefined ? await openForWriting(cli, options) : undefined;
  const models = stores === undefined ? throughThePlatform(new PlatformApi(cli, options)) : await directly(stores);
  try {
    return await work(models);
  } finally {
    await models.close();
  }
}
