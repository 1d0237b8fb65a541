/** Reserves counters of one device and key for ever and prints the first value of each range; ends when it is killed. Argument: the directory. */
import { writeSync } from 'node:fs';
import { embeddedVault } from '../src/index.js';
import { masterKeys, openEventsFile } from './events-file.js';

const [, , dir] = process.argv;
if (dir === undefined) throw new Error('which directory?');
const vault = await embeddedVault(await openEventsFile(dir), { masterKeys });
await vault.setCounter('M1', 'K1', 1);

async function reserveForEver(): Promise<never> {
  for (;;) {
    const reserved = await vault.reserveCounters('M1', 'K1', 64);
    writeSync(1, `${reserved?.first}\n`);
  }
}

await Promise.all([reserveForEver(), reserveForEver(), reserveForEver()]);
