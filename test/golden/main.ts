import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allEventTypes } from '#orchestration';
import { DEVICE_STATE, foldedDevice } from './device-state.js';
import { GOLDEN_DIRECTORY, goldenFile, HASHES, hashOfFile, newGolden, recordedHashes } from './golden-events.js';

/**
 * Makes the golden event of every registered type whose present version has none, and adds its hash to the list. One that exists is
 * never touched: what was once written must stay readable.
 */
mkdirSync(GOLDEN_DIRECTORY, { recursive: true });
const hashes: Record<string, string> = existsSync(HASHES) ? { ...recordedHashes() } : {};
let made = 0;
for (const type of allEventTypes) {
  const file = goldenFile(type.type, type.version);
  const path = join(GOLDEN_DIRECTORY, file);
  if (existsSync(path)) continue;
  writeFileSync(path, `${JSON.stringify(newGolden(type), null, 2)}\n`, { flag: 'wx' });
  hashes[file] = hashOfFile(file);
  made++;
  process.stdout.write(`${file}\n`);
}
const ordered = Object.fromEntries(Object.entries(hashes).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(HASHES, `${JSON.stringify(ordered, null, 2)}\n`);
// What a version folded to is kept, too: snapshots of it may lie in any store.
if (!existsSync(DEVICE_STATE)) writeFileSync(DEVICE_STATE, foldedDevice(), { flag: 'wx' });
process.stdout.write(`${made} golden events made, ${Object.keys(ordered).length} in all\n`);
