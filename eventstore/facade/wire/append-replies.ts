import type { Expectation } from '../log/commit-decision.js';
import { emptyPb, sharedPb, streamsPb } from './generated.js';
import { showPosition } from './positions.js';

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

/**
 * Tells everything twice: in the fields of today and in those of version 20.6.0, but for the expected revision, which
 * {@link serializeAppend} adds. @param current -1 without a stream
 */
export function appendWrongVersion(expected: Expectation, current: number): streamsPb.AppendResp {
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(empty()).setNoStream2060(empty());
  else wrong.setCurrentRevision(String(current)).setCurrentRevision2060(current);
  switch (expected.kind) {
    case 'any':
      wrong.setExpectedAny(empty()).setAny2060(empty());
      break;
    case 'no-stream':
      wrong.setExpectedNoStream(empty());
      break;
    case 'stream-exists':
      wrong.setExpectedStreamExists(empty()).setStreamExists2060(empty());
      break;
    case 'revision':
      wrong.setExpectedRevision(expected.revision.toString());
  }
  return new streamsPb.AppendResp().setWrongExpectedVersion(wrong);
}

const LARGEST_UNSIGNED = 18_446_744_073_709_551_615n;
/** `wrong_expected_version` of AppendResp, a message. */
const WRONG_VERSION_TAG = 0x12;
/** `expected_revision_20_6_0` of WrongExpectedVersion, an unsigned 64-bit number. */
const EXPECTED_20_6_0_TAG = 0x18;

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

/** The generated class takes this one field as a double, which cannot hold what a server sends for `no_stream`: the field is added by hand. */
export function serializeAppend(response: streamsPb.AppendResp): Buffer {
  const wrong = response.getWrongExpectedVersion();
  if (wrong === undefined || !(wrong.hasExpectedNoStream() || wrong.hasExpectedRevision())) return Buffer.from(response.serializeBinary());
  const expected = wrong.hasExpectedNoStream() ? LARGEST_UNSIGNED : BigInt(wrong.getExpectedRevision());
  const body = Buffer.concat([wrong.serializeBinary(), Buffer.from([EXPECTED_20_6_0_TAG]), varint(expected)]);
  return Buffer.concat([Buffer.from([WRONG_VERSION_TAG]), varint(BigInt(body.length)), body]);
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
