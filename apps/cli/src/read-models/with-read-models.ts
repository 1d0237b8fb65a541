import type { Cli, Common } from '../cli.js';
import { openForWriting } from '../open-for-writing.js';
import { PlatformApi } from '../platform-api.js';
import { directly } from './directly.js';
import type { ReadModels } from './read-models.js';
import { throughThePlatform } from './through-the-platform.js';

/** The read models of a data directory: through the platform that holds it, else directly. */
export async function withReadModels<T>(cli: Cli, options: Common, work: (models: ReadModels) => Promise<T>): Promise<T> {
  const stores = await openForWriting(cli, options);
  const models = stores === undefined ? throughThePlatform(new PlatformApi(cli, options)) : await directly(stores);
  try {
    return await work(models);
  } finally {
    await models.close();
  }
}
