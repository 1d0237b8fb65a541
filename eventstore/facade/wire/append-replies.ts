import type { Expectation } from '../log/commit-decision.js';
import { emptyPb, sharedPb, streamsPb } from './generated.js';
import { showPosition } from './positions.js';

/** How jspb has to be given the largest unsigned 64-bit number for fields that it takes as numbers: both halves become all ones. */
const LARGEST_UNSIGNED = -1;

const empty = (): sharedPb.Empty => new sharedPb.Empty();
const googleEmpty = (): emptyPb.Empty => new emptyPb.Empty();

/** @param revision of the last event, -1 without a stream */
export function appendSuccess(revision: number, position: number | undefined): streamsPb.AppendResp {
  const success = new streamsPb.AppendResp.Success();
  if (revision < 0) success.setNoStream(empty());
  else success.setCurrentRevision(String(revision));
  if (position === undefined) success.setNoPosition(empty());
  else {
    const shown = showPosition(position);
    success.setPosition(new streamsPb.AppendResp.Position().setCommitPosition(shown).setPreparePosition(shown));
  }
  return new streamsPb.AppendResp().setSuccess(success);
}

/** Tells everything twice: in the fields of today and in those of version 20.6.0. @param current -1 without a stream */
export function appendWrongVersion(expected: Expectation, current: number): streamsPb.AppendResp {
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(empty()).setNoStream2060(empty());
  else wrong.setCurrentRevision(String(current)).setCurrentRevision2060(current);
  switch (expected.kind) {
    case 'any':
      wrong.setExpectedAny(empty()).setAny2060(empty());
      break;
    case 'no-stream':
      wrong.setExpectedNoStream(empty()).setExpectedRevision2060(LARGEST_UNSIGNED);
      break;
    case 'stream-exists':
      wrong.setExpectedStreamExists(empty()).setStreamExists2060(empty());
      break;
    case 'revision':
      wrong.setExpectedRevision(expected.revision.toString());
      wrong.setExpectedRevision2060(Number(BigInt.asIntN(64, expected.revision)));
  }
  return new streamsPb.AppendResp().setWrongExpectedVersion(wrong);
}

export function batchSuccess(revision: number, position: number | undefined): streamsPb.BatchAppendResp.Success {
  const success = new streamsPb.BatchAppendResp.Success();
  if (revision < 0) success.setNoStream(googleEmpty());
  else success.setCurrentRevision(String(revision));
  if (position === undefined) return success.setNoPosition(googleEmpty());
  const shown = showPosition(position);
  return success.setPosition(new sharedPb.AllStreamPosition().setCommitPosition(shown).setPreparePosition(shown));
}

export function wrongVersionDetails(expected: Expectation, current: number): sharedPb.WrongExpectedVersion {
  const wrong = new sharedPb.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(googleEmpty());
  else wrong.setCurrentStreamRevision(String(current));
  switch (expected.kind) {
    case 'any':
      return wrong.setExpectedAny(googleEmpty());
    case 'no-stream':
      return wrong.setExpectedNoStream(googleEmpty());
    case 'stream-exists':
      return wrong.setExpectedStreamExists(googleEmpty());
    case 'revision':
      return wrong.setExpectedStreamPosition(expected.revision.toString());
  }
}
