import { randomUUID } from 'node:crypto';
import { EventStoreError, WrongExpectedRevisionError } from '../port.js';
import type { MetadataStreams } from './stream-metadata.js';

/** The name of a store's data lies in the metadata of a stream that has no events, so that nobody who reads events meets it. */
export const STORE_STREAM = 'meterlog-store';
const STORE_ID = 'storeId';

async function known(metadata: MetadataStreams): Promise<string | undefined> {
  const { fields } = await metadata.read(STORE_STREAM);
  const id = fields[STORE_ID];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Reads the name, or gives one when there is none: of several that do so at once, one wins and the others read what it wrote. */
export async function storeIdOf(metadata: MetadataStreams): Promise<string> {
  const before = await known(metadata);
  if (before !== undefined) return before;
  try {
    await metadata.write(STORE_STREAM, { [STORE_ID]: randomUUID() }, 'no_stream');
  } catch (error) {
    if (!(error instanceof WrongExpectedRevisionError)) throw error;
  }
  const after = await known(metadata);
  if (after === undefined)
    throw new EventStoreError('WRONG_SCHEMA', `the metadata of stream ${STORE_STREAM} in EventStoreDB are not those of a Meterlog store`);
  return after;
}
