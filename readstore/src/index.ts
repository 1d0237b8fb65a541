/** Read models: the port and its adapters. The compliance suite is published as `#readstore/compliance.js`. */
import type { SqliteFile } from '#sqlite';
import { EmbeddedReadStore } from './embedded/embedded-read-store.js';
import type { ReadStore } from './port.js';

export { readWriterModule } from './embedded/writer.js';
export { openMongoReadStore } from './mongodb/open-mongo-read-store.js';
export * from './port.js';

/** `file` holds the module `readstore`: `readWriterModule`. It is not closed with the store. */
export async function openEmbeddedReadStore(file: SqliteFile): Promise<ReadStore> {
  return new EmbeddedReadStore(file);
}
