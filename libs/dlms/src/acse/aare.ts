import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { APDU_TAG } from '../apdu/tags.js';
import { octetString, tagged } from './aarq.js';
import { eachField, inner, innerInteger, oidValue, writeOid } from './ber.js';

/** Association response. */
export interface Aare {
  readonly kind: 'aare';
  readonly context: number;
  /** 0 accepted, 1 rejected-permanent, 2 rejected-transient. */
  readonly result: number;
  /** 14 from the user with result 0: accepted so far, HLS pass 3 must follow. */
  readonly diagnostic: { readonly source: 'user' | 'provider'; readonly value: number };
  /** Server system title, 8 octets. */
  readonly respondingTitle?: Uint8Array;
  readonly respondingQualifier?: Uint8Array;
  readonly mechanism?: number;
  /** Server-to-client challenge (HLS). */
  readonly authenticationValue?: Uint8Array;
  /** InitiateResponse or ConfirmedServiceError, plain or ciphered; a rejection may lack it. */
  readonly userInformation?: Uint8Array;
}

export function encodeAare(aare: Aare): Buffer {
  const body = new ByteWriter();
  writeOid(body.u8(0xa1).u8(9).u8(6).u8(7), 1, aare.context);
  body.u8(0xa2).u8(3).u8(2).u8(1).u8(aare.result);
  const source = aare.diagnostic.source === 'user' ? 0xa1 : 0xa2;
  body.u8(0xa3).u8(5).u8(source).u8(3).u8(2).u8(1).u8(aare.diagnostic.value);
  if (aare.respondingTitle !== undefined) body.u8(0xa4).octets(octetString(aare.respondingTitle));
  if (aare.respondingQualifier !== undefined) body.u8(0xa5).octets(octetString(aare.respondingQualifier));
  if (aare.mechanism !== undefined) {
    body.u8(0x88).u8(2).u8(7).u8(0x80);
    writeOid(body.u8(0x89).u8(7), 2, aare.mechanism);
  }
  if (aare.authenticationValue !== undefined) body.u8(0xaa).octets(tagged(0x80, aare.authenticationValue));
  if (aare.userInformation !== undefined) body.u8(0xbe).octets(octetString(aare.userInformation));
  return new ByteWriter().u8(APDU_TAG.aare).octets(body.finish()).finish();
}

export function readAare(input: ByteReader): Aare {
  const fields: { -readonly [K in keyof Aare]?: Aare[K] } = {};
  eachField(new ByteReader(input.octets()), (tag, contents) => {
    if (tag === 0xa1) fields.context = oidValue(inner(contents, 6), 1);
    else if (tag === 0xa2) fields.result = innerInteger(contents);
    else if (tag === 0xa3) fields.diagnostic = readDiagnostic(contents);
    else if (tag === 0xa4) fields.respondingTitle = inner(contents, 4);
    else if (tag === 0xa5) fields.respondingQualifier = inner(contents, 4);
    else if (tag === 0x89) fields.mechanism = oidValue(contents, 2);
    else if (tag === 0xaa) fields.authenticationValue = inner(contents, 0x80);
    else if (tag === 0xbe) fields.userInformation = inner(contents, 4);
  });
  const { context, result, diagnostic, ...others } = fields;
  if (context === undefined || result === undefined || diagnostic === undefined)
    throw new DlmsError('MALFORMED', 'AARE without context, result or diagnostic');
  return { ...others, kind: 'aare', context, result, diagnostic };
}

function readDiagnostic(contents: Uint8Array): Aare['diagnostic'] {
  const input = new ByteReader(contents);
  const source = input.u8();
  if (source !== 0xa1 && source !== 0xa2) throw new DlmsError('MALFORMED', `result-source-diagnostic choice ${source}`);
  return { source: source === 0xa1 ? 'user' : 'provider', value: innerInteger(input.octets()) };
}
