import { Demo } from './demo/demo.js';
import { exitWith, invocation } from './run/start-up.js';

/** What suits a demo where nobody said otherwise. */
const PREFERENCES = { METERLOG_LOG: 'warn', METERLOG_PLAIN_KEYS: 'accept', METERLOG_WEBHOOK_PRIVATE: 'accept' };

try {
  const { config, logger } = invocation('demo', process.argv.slice(2), { ...PREFERENCES, ...process.env });
  await new Demo(config, logger, process.stdout).run();
} catch (error) {
  exitWith(error);
}
