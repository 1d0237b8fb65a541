import { StreamDeletedError, WrongExpectedRevisionError } from '../port.js';
import { isDeleted, type MetadataStreams } from './stream-metadata.js';
import type { StreamReader } from './stream-reader.js';

/** For `stream-exists`: the server takes metadata alone for a stream, and the client cannot ask for it in a deletion. */
export class StreamExistence {
  constructor(
    private readonly streams: StreamReader,
    private readonly metadata: MetadataStreams,
  ) {}

  /** @throws WrongExpectedRevisionError when there is no stream, StreamDeletedError when there was one */
  async check(stream: string): Promise<void> {
    const { end } = await this.streams.records(stream, { direction: 'backward', limit: 1 });
    if (end !== 'not-found') return;
    const { fields } = await this.metadata.read(stream);
    throw isDeleted(fields) ? new StreamDeletedError(stream) : new WrongExpectedRevisionError(stream, 'stream-exists', -1);
  }
}
