import { type handleUnaryCall, type Metadata, status } from '@grpc/grpc-js';
import type { FacadeContext } from '../context.js';
import type { Expectation } from '../log/commit-decision.js';
import type { DeleteOutcome } from '../log/event-log.js';
import { unary } from '../wire/calls.js';
import { streamsPb } from '../wire/generated.js';
import type { Incoming } from '../wire/incoming.js';
import { showPosition } from '../wire/positions.js';
import { expectation, requireStreamName } from '../wire/requests.js';
import { handlerException, notAChoice, RpcError, streamDeleted } from '../wire/rpc-error.js';

type Options = streamsPb.DeleteReq.Options | streamsPb.TombstoneReq.Options;

/** How a server writes expectations as signed numbers. */
function signed(expected: Expectation): string {
  switch (expected.kind) {
    case 'no-stream':
      return '-1';
    case 'any':
      return '-2';
    case 'stream-exists':
      return '-4';
    case 'revision':
      return BigInt.asIntN(64, expected.revision).toString();
  }
}

function wrongVersion(stream: string, expected: Expectation, current: number): RpcError {
  const asked = signed(expected);
  const text = `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${asked}, Actual version: ${current}`;
  return new RpcError(status.FAILED_PRECONDITION, text, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': asked,
    'actual-version': String(current),
  });
}

type Act = (stream: string, expected: Expectation) => Promise<DeleteOutcome>;

/** Resolves to the position of what was written. */
async function remove(context: FacadeContext, metadata: Metadata, options: Options | undefined, kind: string, act: Act): Promise<number> {
  context.access.check(metadata);
  if (options === undefined) throw handlerException();
  const stream = requireStreamName(options.getStreamIdentifier(), true);
  const expected = expectation(options, options.hasRevision() ? options.getRevision() : undefined);
  if (expected === undefined) throw notAChoice(`${kind}Req+Types+Options+ExpectedStreamRevisionOneofCase`);
  const outcome = await act(stream, expected);
  await context.faults.mayAnswer(false);
  if (outcome.kind === 'deleted') throw streamDeleted(stream);
  if (outcome.kind === 'wrong-version') throw wrongVersion(stream, expected, outcome.current);
  return outcome.position;
}

/** Soft delete. Unlike with appends, a wrong expected version is a status here. */
export const deleteHandler = (context: FacadeContext): handleUnaryCall<Incoming<streamsPb.DeleteReq>, streamsPb.DeleteResp> =>
  unary(async (request: streamsPb.DeleteReq, metadata) => {
    const act: Act = (stream, expected) => context.log.delete(stream, expected);
    const shown = showPosition(await remove(context, metadata, request.getOptions(), 'Delete', act));
    const position = new streamsPb.DeleteResp.Position().setCommitPosition(shown).setPreparePosition(shown);
    return new streamsPb.DeleteResp().setPosition(position);
  }, context.report);

export const tombstoneHandler = (context: FacadeContext): handleUnaryCall<Incoming<streamsPb.TombstoneReq>, streamsPb.TombstoneResp> =>
  unary(async (request: streamsPb.TombstoneReq, metadata) => {
    const act: Act = (stream, expected) => context.log.tombstone(stream, expected);
    const shown = showPosition(await remove(context, metadata, request.getOptions(), 'Tombstone', act));
    const position = new streamsPb.TombstoneResp.Position().setCommitPosition(shown).setPreparePosition(shown);
    return new streamsPb.TombstoneResp().setPosition(position);
  }, context.report);
