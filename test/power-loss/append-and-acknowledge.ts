/**
 * A program that appends and prints `<position> <id>` of each event when it was acknowledged.
 * Arguments: path of the store, FULL or NORMAL, pages of log before a checkpoint, number of lives, appends of each writer in each life
 * (0: until killed).
 */
import { writeSync } from 'node:fs';
import { ChainedStream } from './chained-stream.js';
import { openStore } from './open-store.js';

const WRITERS = 6;
/** Characters of filler: most events share a page, some need a few pages, a few need many. */
const SIZES = [40, 120, 300, 80, 5_000, 200, 60, 400, 100, 30_000, 150, 90] as const;
const STDOUT = 1;

const [, , path = '', synchronous = '', logPages = '', lives = '', appends = ''] = process.argv;

async function write(stream: ChainedStream, writer: number): Promise<void> {
  const count = Number(appends) === 0 ? Infinity : Number(appends);
  for (let n = 0; n < count; n++) {
    const { position, id } = await stream.append(SIZES[(n * WRITERS + writer * 5) % SIZES.length] ?? 0);
    writeSync(STDOUT, `${position} ${id}\n`);
  }
}

for (let life = 0; life < Number(lives); life++) {
  const opened = await openStore(path, { synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL', logPages: Number(logPages) });
  const streams = Array.from({ length: WRITERS }, (_, writer) => new ChainedStream(opened.store, `writer-${process.pid}-${life}-${writer}`));
  await Promise.all(streams.map(write));
  await opened.close();
}
