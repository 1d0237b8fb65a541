/**
 * Program: opens the platform on a house full of unimportant commands whose cells have too few permits, and accepts important ones for other
 * devices in the same cells, one after the other at even intervals. Arguments: data directory, devices, important commands, ms between two of
 * them, ms of a session.
 */
import { setTimeout } from 'node:timers/promises';
import { acceptorOf } from './acceptor.js';
import { answeringGateway } from './answering-gateway.js';
import { cellOf, PER_CELL } from './device-life.js';
import { deviceName } from './device-name.js';
import { endsOf } from './ended-commands.js';
import { isSpare } from './full-cells.js';
import { openPlatform } from './open-platform.js';
import { untilReady } from './until.js';

/** Times from acceptance to the end of the important commands, ms, as recorded; unimportant ones that ended, and that wait in the end. */
export interface Overtaken {
  readonly times: readonly number[];
  readonly lowEnded: number;
  readonly lowWaiting: number;
}

const HIGH = 8;
const PERMITS_PER_CELL = 2;
/** So that one cell is asked after another, far from the last one. */
const STEP = 7_919;

const [data = '', ...numbers] = process.argv.slice(2);
const [devices = 1, important = 1, interval = 1, session = 1] = numbers.map(Number);
const cells = Math.ceil(devices / PER_CELL);
let begun = 0;
/** Those that begin all at once at the start end at different times, as sessions that go on for long do. */
const lasting = (): number => (begun++ < cells * PERMITS_PER_CELL ? session * Math.random() : session);
const platform = await openPlatform(data, { gateway: answeringGateway(lasting), limit: { maxConcurrency: -1, maxNewPerSecond: -1 } });
for (let cell = 0; cell < cells; cell++) {
  const { btsId, cellId } = cellOf(cell * PER_CELL);
  platform.limits.table.set(`${btsId}/${cellId}`, { maxConcurrency: PERMITS_PER_CELL, maxNewPerSecond: -1 });
}
await platform.start();
await untilReady(platform);
await setTimeout(2 * session);
const accept = acceptorOf(platform);
const spare = Array.from({ length: devices }, (_, index) => index).filter(isSpare);
const after = await platform.stores.events.head();
const uids: string[] = [];
for (let index = 0; index < important; index++) {
  uids.push(await accept(deviceName(spare[(index * STEP) % spare.length] ?? 0), { priority: HIGH }));
  await setTimeout(interval);
}
const { times, others } = await endsOf(platform, after, uids);
const measured: Overtaken = { times, lowEnded: others, lowWaiting: await platform.stores.reads.count('due') };
await platform.stop();
console.log(JSON.stringify(measured));
