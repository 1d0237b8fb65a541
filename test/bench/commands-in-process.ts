import { inParallel } from '../../apps/platform/src/demo/in-parallel.js';
import { acceptorOf } from './house/acceptor.js';
import { deviceName } from './house/device-name.js';
import { openPlatform } from './house/open-platform.js';
import { untilCaughtUp } from './house/until.js';

/** Commands accepted by the process itself, without HTTP. */
export interface InProcessMeasurement {
  readonly perSecond: number;
  /** CPU of all threads, µs, until the read models know of everything. */
  readonly cpuPerCommand: number;
}

const WARM_UP = 4_000;
const AT_ONCE = 256;

const [data = '', devices = '1000', commands = '1000'] = process.argv.slice(2);
const platform = await openPlatform(data, { limit: { maxConcurrency: 0, maxNewPerSecond: -1 } });
await platform.start();
const accept = acceptorOf(platform);
let next = 0;
const acceptNext = async (): Promise<void> => void (await accept(deviceName(next++ % Number(devices)), {}));
await untilCaughtUp(platform);
await inParallel(Array.from({ length: WARM_UP }), AT_ONCE, acceptNext);
await untilCaughtUp(platform);
const count = Number(commands);
const cpuBefore = process.cpuUsage();
const began = performance.now();
await inParallel(Array.from({ length: count }), AT_ONCE, acceptNext);
const seconds = (performance.now() - began) / 1_000;
await untilCaughtUp(platform);
const { user, system } = process.cpuUsage(cpuBefore);
await platform.stop();
const measurement: InProcessMeasurement = { perSecond: count / seconds, cpuPerCommand: (user + system) / count };
console.log(JSON.stringify(measurement));
