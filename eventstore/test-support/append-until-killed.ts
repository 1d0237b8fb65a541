/** Appends to the file named on the command line with several writers at once and prints `position id` of each acknowledged event, until killed. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openStoreFile } from './temporary-store.js';

const WRITERS = 8;
const STDOUT = 1;

const { store } = await openStoreFile(process.argv[2] ?? '', 'FULL');

async function writeForever(stream: string): Promise<never> {
  for (;;) {
    const id = randomUUID();
    const { position } = await store.append(stream, [{ id, type: 'Acknowledged', data: JSON.stringify({ id }), metadata: '{}' }], 'any');
    writeSync(STDOUT, `${position} ${id}\n`);
  }
}

await Promise.all(Array.from({ length: WRITERS }, async (_, writer) => writeForever(`writer-${writer}`)));
