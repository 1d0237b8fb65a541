import { ByteWriter } from '../bytes/byte-writer.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { APDU_TAG } from '../apdu/tags.js';
import { eachField, inner, innerInteger, oidValue, writeOid } from './ber.js';

/** Association request. */
export interface Aarq {
  readonly kind: 'aarq';
  /** Last arc of the application context name: 1 LN, 3 LN with ciphering. */
  readonly context: number;
  /** Client system title, 8 octets. */
  readonly callingTitle?: Uint8Array;
  readonly callingQualifier?: Uint8Array;
  readonly userId?: number;
  /** Last arc of the mechanism name; absent means no authentication. */
  readonly mechanism?: number;
  /** Password (LLS) or client-to-server challenge (HLS). */
  readonly authenticationValue?: Uint8Array;
  /** InitiateRequest, plain or ciphered. */
  readonly userInformation?: Uint8Array;
}

export function encodeAarq(aarq: Aarq): Buffer {
  const body = new ByteWriter();
  writeOid(body.u8(0xa1).u8(9).u8(6).u8(7), 1, aarq.context);
  if (aarq.callingTitle !== undefined) body.u8(0xa6).octets(octetString(aarq.callingTitle));
  if (aarq.callingQualifier !== undefined) body.u8(0xa7).octets(octetString(aarq.callingQualifier));
  if (aarq.userId !== undefined) body.u8(0xa9).u8(3).u8(2).u8(1).u8(aarq.userId);
  if (aarq.mechanism !== undefined) {
    body.u8(0x8a).u8(2).u8(7).u8(0x80);
    writeOid(body.u8(0x8b).u8(7), 2, aarq.mechanism);
  }
  if (aarq.authenticationValue !== undefined) body.u8(0xac).octets(tagged(0x80, aarq.authenticationValue));
  if (aarq.userInformation !== undefined) body.u8(0xbe).octets(octetString(aarq.userInformation));
  return new ByteWriter().u8(APDU_TAG.aarq).octets(body.finish()).finish();
}

export function readAarq(input: ByteReader): Aarq {
  const fields: { -readonly [K in keyof Aarq]?: Aarq[K] } = {};
  eachField(new ByteReader(input.octets()), (tag, contents) => {
    if (tag === 0xa1) fields.context = oidValue(inner(contents, 6), 1);
    else if (tag === 0xa6) fields.callingTitle = inner(contents, 4);
    else if (tag === 0xa7) fields.callingQualifier = inner(contents, 4);
    else if (tag === 0xa9) fields.userId = innerInteger(contents);
    else if (tag === 0x8b) fields.mechanism = oidValue(contents, 2);
    else if (tag === 0xac) fields.authenticationValue = inner(contents, 0x80);
    else if (tag === 0xbe) fields.userInformation = inner(contents, 4);
  });
  const { context, ...others } = fields;
  if (context === undefined) throw new DlmsError('MALFORMED', 'AARQ without an application context name');
  return { ...others, kind: 'aarq', context };
}

/** Tag and length before the octets. */
export function tagged(tag: number, octets: Uint8Array): Buffer {
  return new ByteWriter().u8(tag).octets(octets).finish();
}

export function octetString(octets: Uint8Array): Buffer {
  return tagged(4, octets);
}
