import 'reflect-metadata';
import { AcceptOperationCommand } from '../../apps/platform/src/commands/accept-operation.command.js';
import { AcceptOperationHandler } from '../../apps/platform/src/commands/accept-operation.handler.js';
import { parseRequest } from '#contract/dto/index.js';
import { openPlatform } from './house/open-platform.js';
import { deviceName } from './house/device-name.js';
import { inParallel } from '../../apps/platform/src/demo/in-parallel.js';

/** Commands accepted by the process itself, without HTTP. */
export interface InProcessMeasurement {
  readonly perSecond: number;
  /** CPU of all threads, µs, until the read models know of everything. */
  readonly cpuPerCommand: number;
}

const DAY = 86_400_000;
const WARM_UP = 4_000;
const AT_ONCE = 256;
const PATIENCE = 600_000;
const PRINCIPAL = { organisation: 'operations', application: 'bench' };

const [data = '', devices = '1000', commands = '1000'] = process.argv.slice(2);
const platform = await openPlatform(data);
await platform.start();
const caughtUp = async (): Promise<void> => {
  for (const { name } of await platform.runner.status()) await platform.runner.waitFor(name, await platform.stores.events.head(), PATIENCE);
};
const handler = new AcceptOperationHandler(platform);
const scheduleTime = new Date(Date.now() + DAY).toISOString();
let next = 0;
const accept = async (): Promise<void> => {
  const request = parseRequest('GetActualMeterReads', { deviceIdentification: deviceName(next++ % Number(devices)), options: { scheduleTime } });
  await handler.execute(new AcceptOperationCommand(request, PRINCIPAL, undefined));
};
await caughtUp();
await inParallel(Array.from({ length: WARM_UP }), AT_ONCE, accept);
await caughtUp();
const count = Number(commands);
const cpuBefore = process.cpuUsage();
const began = performance.now();
await inParallel(Array.from({ length: count }), AT_ONCE, accept);
const seconds = (performance.now() - began) / 1_000;
await caughtUp();
const { user, system } = process.cpuUsage(cpuBefore);
await platform.stop();
const measurement: InProcessMeasurement = { perSecond: count / seconds, cpuPerCommand: (user + system) / count };
console.log(JSON.stringify(measurement));
