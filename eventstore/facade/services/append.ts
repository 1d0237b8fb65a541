import type { handleClientStreamingCall, ServerReadableStream } from '@grpc/grpc-js';
import type { FacadeContext } from '../context.js';
import type { ProposedEvent } from '../log/recorded-event.js';
import { appendSuccess, appendWrongVersion } from '../wire/append-replies.js';
import { answerUnary } from '../wire/calls.js';
import type { streamsPb } from '../wire/generated.js';
import { type Incoming, readable } from '../wire/incoming.js';
import { expectation, proposedEvent, requireStreamName } from '../wire/requests.js';
import { handlerException, notAChoice, streamDeleted, tooLargeAppend } from '../wire/rpc-error.js';
import { AppendSize } from './append-size.js';

type Call = ServerReadableStream<Incoming<streamsPb.AppendReq>, streamsPb.AppendResp>;

interface Asked {
  readonly options: streamsPb.AppendReq.Options;
  readonly events: readonly ProposedEvent[];
}

async function receive(call: Call, maxBytes: number): Promise<Asked> {
  let options: streamsPb.AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  const size = new AppendSize(maxBytes);
  for await (const incoming of call as AsyncIterable<Incoming<streamsPb.AppendReq>>) {
    const request = readable(incoming);
    if (options === undefined) {
      options = request.getOptions();
      if (options === undefined) throw handlerException();
      // The name is looked at before any event is, the expected revision after it.
      requireStreamName(options.getStreamIdentifier(), true);
      if (options.getExpectedStreamRevisionCase() === 0) throw notAChoice('AppendReq+Types+Options+ExpectedStreamRevisionOneofCase');
      continue;
    }
    const message = request.getProposedMessage();
    if (message === undefined) throw handlerException();
    const event = proposedEvent(message);
    if (!size.add(event)) throw tooLargeAppend(maxBytes);
    events.push(event);
  }
  if (options === undefined) throw handlerException();
  return { options, events };
}

async function append(context: FacadeContext, call: Call): Promise<streamsPb.AppendResp> {
  context.access.check(call.metadata);
  const { options, events } = await receive(call, context.limits.maxAppendBytes);
  const stream = requireStreamName(options.getStreamIdentifier(), true);
  const expected = expectation(options, options.hasRevision() ? options.getRevision() : undefined);
  if (expected === undefined) throw notAChoice('AppendReq+Types+Options+ExpectedStreamRevisionOneofCase');
  const outcome = await context.log.append(stream, expected, events);
  switch (outcome.kind) {
    case 'deleted':
      throw streamDeleted(stream);
    case 'wrong-version':
      return appendWrongVersion(expected, outcome.current);
    default:
      return appendSuccess(outcome.revision, outcome.position);
  }
}

/** One append in one call: options first, then an event per message. A wrong expected version is an ordinary answer. */
export function appendHandler(context: FacadeContext): handleClientStreamingCall<Incoming<streamsPb.AppendReq>, streamsPb.AppendResp> {
  return (call, callback) => {
    const answer = async (): Promise<streamsPb.AppendResp | undefined> => {
      const response = await append(context, call);
      return (await context.faults.mayAnswer(true)) ? response : undefined;
    };
    // Who goes away in the middle of an append breaks the stream of requests: no fault of the façade's, and nothing was written.
    void answerUnary(callback, answer, (error) => call.cancelled || context.report(error));
  };
}
