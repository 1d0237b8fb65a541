import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { FacadeContext } from '../context.js';
import { batchSuccess, wrongVersionDetails } from '../wire/append-replies.js';
import { accessDeniedError, badRequestError, streamDeletedError, timeoutError, unknownError, wrongVersionError } from '../wire/batch-errors.js';
import { toRpcError } from '../wire/calls.js';
import { sharedPb, type statusPb, streamsPb } from '../wire/generated.js';
import { type Incoming, readable } from '../wire/incoming.js';
import { readUuid, structuredUuid } from '../wire/uuids.js';
import { Batch, BatchError } from './batch.js';

type Request = streamsPb.BatchAppendReq;
type Response = streamsPb.BatchAppendResp;
type Call = ServerDuplexStream<Incoming<Request>, Response>;

interface Pending {
  readonly batch: Batch;
  readonly timer: NodeJS.Timeout;
}

/** Any number of appends at once over one call, told apart by the correlation id that each chunk brings. Every answer is in-band. */
class BatchAppender {
  private readonly pending = new Map<string, Pending>();
  private readonly isDenied: boolean;

  constructor(
    private readonly context: FacadeContext,
    private readonly call: Call,
  ) {
    this.isDenied = context.access.isAnonymous(call.metadata);
  }

  take(request: Request): void {
    const correlation = request.getCorrelationId();
    const key = readUuid(correlation);
    const identifier = request.getOptions()?.getStreamIdentifier();
    if (key === undefined) return this.refuse(correlation, identifier, badRequestError("Value cannot be null. (Parameter 'value')"));
    if (this.isDenied) return this.refuse(correlation, identifier, accessDeniedError());
    try {
      this.takeChunk(request, key);
    } catch (error) {
      const status = error instanceof BatchError ? error.status : unknownError(toRpcError(error, this.context.report).details);
      const known = this.forget(key);
      this.refuse(correlation, known?.identifier ?? identifier, status);
    }
  }

  /** Gives up what was begun: nothing of it is written. */
  close(): void {
    for (const { timer } of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
  }

  private takeChunk(request: Request, key: string): void {
    const batch = this.pending.get(key)?.batch ?? this.begin(request, key);
    // A chunk that belongs to nothing known, for instance to a batch that was refused, is passed over.
    if (batch === undefined) return;
    batch.add(request.getProposedMessagesList());
    if (!request.getIsFinal()) return;
    this.forget(key);
    if (batch.deadline <= Date.now()) throw new BatchError(timeoutError());
    void this.write(batch, request.getCorrelationId() ?? new sharedPb.UUID());
  }

  private begin(request: Request, key: string): Batch | undefined {
    const options = request.getOptions();
    if (options === undefined) return undefined;
    const batch = Batch.begin(options, this.context.limits.maxAppendBytes);
    if (request.getIsFinal()) return batch;
    const patience = Math.max(0, Math.min(batch.deadline - Date.now(), this.context.limits.writeTimeout));
    const giveUp = (): void => {
      this.pending.delete(key);
      // A server answers in this form here, whatever form the client used.
      this.refuse(structuredUuid(key), batch.identifier, timeoutError());
    };
    this.pending.set(key, { batch, timer: setTimeout(giveUp, patience) });
    return batch;
  }

  private forget(key: string): Batch | undefined {
    const known = this.pending.get(key);
    clearTimeout(known?.timer);
    this.pending.delete(key);
    return known?.batch;
  }

  private async write(batch: Batch, correlation: sharedPb.UUID): Promise<void> {
    const response = await this.append(batch).catch((error: unknown) => this.failed(error));
    if (await this.context.faults.mayAnswer(true)) this.send(response, correlation, batch.identifier);
  }

  private async append(batch: Batch): Promise<Response> {
    const outcome = await this.context.log.append(batch.stream, batch.expected, batch.events);
    const response = new streamsPb.BatchAppendResp();
    switch (outcome.kind) {
      case 'deleted':
        return response.setError(streamDeletedError(batch.stream));
      case 'wrong-version':
        return response.setError(wrongVersionError(wrongVersionDetails(batch.expected, outcome.current)));
      default:
        return response.setSuccess(batchSuccess(outcome.revision, outcome.position));
    }
  }

  private failed(error: unknown): Response {
    const { details } = toRpcError(error, (reason) => this.call.cancelled || this.context.report(reason));
    return new streamsPb.BatchAppendResp().setError(unknownError(details));
  }

  private refuse(correlation: sharedPb.UUID | undefined, identifier: sharedPb.StreamIdentifier | undefined, error: statusPb.Status): void {
    this.send(new streamsPb.BatchAppendResp().setError(error), correlation, identifier);
  }

  private send(response: Response, correlation: sharedPb.UUID | undefined, identifier: sharedPb.StreamIdentifier | undefined): void {
    if (this.call.cancelled || this.call.destroyed) return;
    if (correlation !== undefined) response.setCorrelationId(correlation);
    // The client reads the name without looking whether there is one.
    response.setStreamIdentifier(identifier ?? new sharedPb.StreamIdentifier());
    this.call.write(response);
  }
}

/** Stays open until the client cancels it: half-closing it does not end it. */
export function batchAppendHandler(context: FacadeContext): handleBidiStreamingCall<Incoming<Request>, Response> {
  return (call) => {
    const fail = (error: unknown): void => void call.emit('error', toRpcError(error, context.report));
    try {
      context.access.checkGiven(call.metadata);
    } catch (error) {
      return fail(error);
    }
    const appender = new BatchAppender(context, call);
    call.on('data', (incoming: Incoming<Request>) => {
      try {
        appender.take(readable(incoming));
      } catch (error) {
        fail(error);
      }
    });
    call.on('cancelled', () => appender.close());
    call.on('close', () => appender.close());
    call.on('error', () => appender.close());
  };
}
