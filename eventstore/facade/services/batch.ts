import { type Expectation } from '../log/commit-decision.js';
import type { ProposedEvent } from '../log/recorded-event.js';
import { METASTREAM_PREFIX } from '../log/stream-names.js';
import { badRequestError, tooLargeError } from '../wire/batch-errors.js';
import type { sharedPb, statusPb, streamsPb } from '../wire/generated.js';
import { expectation, proposedEvent, streamName } from '../wire/requests.js';
import { RpcError } from '../wire/rpc-error.js';
import { AppendSize } from './append-size.js';

/** What a server says of a request that it cannot use: the text of its own exception. */
const NULL_VALUE = "Value cannot be null. (Parameter 'value')";
const NO_KEY = 'The given key was not present in the dictionary.';

/** Why a batch ended before it was written. */
export class BatchError extends Error {
  constructor(readonly status: statusPb.Status) {
    super(status.getMessage());
  }
}

const badRequest = (message: string): BatchError => new BatchError(badRequestError(message));

/** One append that arrives in chunks. */
export class Batch {
  readonly events: ProposedEvent[] = [];
  private readonly size: AppendSize;

  private constructor(
    readonly identifier: sharedPb.StreamIdentifier,
    readonly stream: string,
    readonly expected: Expectation,
    /** Milliseconds since 1970; Infinity without a deadline. */
    readonly deadline: number,
    private readonly maxBytes: number,
  ) {
    this.size = new AppendSize(maxBytes);
  }

  /** @throws BatchError when the options name no stream, or expect nothing */
  static begin(options: streamsPb.BatchAppendReq.Options, maxBytes: number): Batch {
    const identifier = options.getStreamIdentifier();
    const stream = streamName(identifier);
    if (identifier === undefined || stream === undefined || stream === '' || stream === METASTREAM_PREFIX) throw badRequest(NULL_VALUE);
    const position = options.hasStreamPosition() ? options.getStreamPosition() : undefined;
    const expected = expectation(options, position);
    if (expected === undefined) throw badRequest(NULL_VALUE);
    return new Batch(identifier, stream, expected, options.getDeadline()?.toDate().getTime() ?? Infinity, maxBytes);
  }

  /** @throws BatchError when an event cannot be used, or the append becomes too large: also before its last chunk */
  add(messages: readonly streamsPb.BatchAppendReq.ProposedMessage[]): void {
    for (const message of messages) {
      const event = read(message);
      if (!this.size.add(event)) throw new BatchError(tooLargeError(this.maxBytes));
      this.events.push(event);
    }
  }
}

function read(message: streamsPb.BatchAppendReq.ProposedMessage): ProposedEvent {
  try {
    return proposedEvent(message);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    throw badRequest(error.metadata.get('exception').length > 0 ? NO_KEY : NULL_VALUE);
  }
}
