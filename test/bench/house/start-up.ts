/**
 * Program: opens the platform on a house, and ends when it is ready and its read models have caught up. There are no permits, so that nothing is
 * begun. Argument: data directory.
 */
import { answeringGateway } from './answering-gateway.js';
import { openPlatform } from './open-platform.js';
import { untilCaughtUp, untilReady } from './until.js';

export interface StartedUp {
  /** From the start of the process, s. */
  readonly seconds: number;
  /** Commands that wait. */
  readonly open: number;
}

const [data = ''] = process.argv.slice(2);
const platform = await openPlatform(data, { gateway: answeringGateway(() => 0), limit: { maxConcurrency: 0, maxNewPerSecond: -1 } });
await platform.start();
await untilReady(platform);
const seconds = performance.now() / 1_000;
await untilCaughtUp(platform);
const started: StartedUp = { seconds, open: await platform.stores.reads.count('due') };
await platform.stop();
console.log(JSON.stringify(started));
