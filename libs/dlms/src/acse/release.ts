import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { APDU_TAG } from '../apdu/tags.js';
import { octetString } from './aarq.js';
import { eachField, inner } from './ber.js';

/** RLRQ (reason 0 normal, 1 urgent, 30 user-defined) or RLRE (0 normal, 1 not-finished, 30). */
export interface Release {
  readonly kind: 'rlrq' | 'rlre';
  readonly reason?: number;
  /** In a ciphered context the ciphered InitiateRequest or InitiateResponse. */
  readonly userInformation?: Uint8Array;
}

export function encodeRelease(release: Release): Buffer {
  const body = new ByteWriter();
  if (release.reason !== undefined) body.u8(0x80).u8(1).u8(release.reason);
  if (release.userInformation !== undefined) body.u8(0xbe).octets(octetString(release.userInformation));
  return new ByteWriter()
    .u8(release.kind === 'rlrq' ? APDU_TAG.rlrq : APDU_TAG.rlre)
    .octets(body.finish())
    .finish();
}

/** Strict about RLRQ. */
export function readReleaseRequest(input: ByteReader): Release {
  return { kind: 'rlrq', ...readFields(new ByteReader(input.octets())) };
}

/** Meters get the lengths of the RLRE wrong; whatever follows the tag, it is a release. */
export function readReleaseResponse(input: ByteReader): Release {
  const start = input.position;
  try {
    return { kind: 'rlre', ...readFields(new ByteReader(input.octets())) };
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    input.position = start;
    input.rest();
    return { kind: 'rlre' };
  }
}

function readFields(input: ByteReader): Omit<Release, 'kind'> {
  const fields: { reason?: number; userInformation?: Uint8Array } = {};
  eachField(input, (tag, contents) => {
    if (tag === 0x80 && contents[0] !== undefined) fields.reason = contents[0];
    else if (tag === 0xbe) fields.userInformation = inner(contents, 4);
  });
  return fields;
}
