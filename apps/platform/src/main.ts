import { ConfigError } from './config/config-error.js';
import { runPlatform } from './run/run-platform.js';
import { exitWith, invocation } from './run/start-up.js';

try {
  const { config, logger } = invocation('platform', process.argv.slice(2), process.env);
  const { apiKey, masterKeys } = config;
  if (apiKey === undefined) throw new ConfigError('METERLOG_API_KEY must be set: it is the bootstrap key of organisation operations');
  if (masterKeys === undefined) throw new ConfigError('METERLOG_MASTER_KEY or METERLOG_MASTER_KEYS must be set: it wraps the meter keys');
  const running = await runPlatform({ ...config, apiKey, masterKeys }, logger);
  running.stopOnSignals();
  logger.info({ url: running.url }, 'the platform listens');
} catch (error) {
  exitWith(error);
}
