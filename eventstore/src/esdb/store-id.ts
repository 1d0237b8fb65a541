import { randomUUID } from 'node:crypto';
import { EventStoreError, WrongExpectedRevisionError } from '../port.js';
import type { EsdbSettings } from './esdb-options.js';
import type { MetadataStreams } from './stream-metadata.js';

/** The name of a store's data lies in the metadata of a stream that has no events, so that nobody who reads events meets it. */
export const STORE_STREAM = 'meterlog-store';
const STORE_ID = 'storeId';
/** How often, and after how many milliseconds each, a name that somebody else gave is looked for. */
const LOOKS = 20;
const PAUSE = 50;

async function known(metadata: MetadataStreams): Promise<string | undefined> {
  const { fields } = await metadata.read(STORE_STREAM);
  const id = fields[STORE_ID];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * Reads the name, or gives one when there is none: of several that do so at once, one wins and the others read what it wrote, which may
 * take a moment to be seen.
 */
export async function storeIdOf(metadata: MetadataStreams, { clock, closed }: EsdbSettings): Promise<string> {
  const before = await known(metadata);
  if (before !== undefined) return before;
  try {
    await metadata.write(STORE_STREAM, { [STORE_ID]: randomUUID() }, 'no_stream');
  } catch (error) {
    if (!(error instanceof WrongExpectedRevisionError)) throw error;
  }
  for (let looks = 0; looks < LOOKS; looks++) {
    const after = await known(metadata);
    if (after !== undefined) return after;
    await clock.wait(PAUSE, closed);
  }
  throw new EventStoreError('WRONG_SCHEMA', `the metadata of stream ${STORE_STREAM} in EventStoreDB are not those of a Meterlog store`);
}
