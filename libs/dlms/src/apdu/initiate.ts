import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import type { Conformance } from './conformance.js';
import { APDU_TAG } from './tags.js';

export interface InitiateRequest {
  readonly kind: 'initiate-request';
  /** Only ever sent inside a ciphered InitiateRequest. */
  readonly dedicatedKey?: Uint8Array;
  /** Default true. */
  readonly responseAllowed?: boolean;
  readonly qualityOfService?: number;
  readonly conformance: Conformance;
  /** Largest APDU, protection included, that the client takes; 0 and 0xFFFF mean no limit. */
  readonly maxPduSize: number;
}

export interface InitiateResponse {
  readonly kind: 'initiate-response';
  readonly qualityOfService?: number;
  readonly conformance: Conformance;
  readonly maxPduSize: number;
  /** 0007 for logical name referencing, FA00 for short names. */
  readonly vaaName: number;
}

const DLMS_VERSION = 6;
const CONFORMANCE_TAG = [0x5f, 0x1f] as const;
export const VAA_NAME_LN = 7;
/** Base name of the current association by short names. */
export const VAA_NAME_SN = 0xfa00;

export function encodeInitiateRequest(request: InitiateRequest): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.initiateRequest);
  if (request.dedicatedKey === undefined) out.u8(0);
  else out.u8(1).octets(request.dedicatedKey);
  // response-allowed has the default TRUE: absent means true.
  if (request.responseAllowed ?? true) out.u8(0);
  else out.u8(1).u8(0);
  writeQualityOfService(out, request.qualityOfService);
  out.u8(DLMS_VERSION);
  writeConformance(out, request.conformance);
  return out.u16(request.maxPduSize).finish();
}

export function encodeInitiateResponse(response: InitiateResponse): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.initiateResponse);
  writeQualityOfService(out, response.qualityOfService);
  out.u8(DLMS_VERSION);
  writeConformance(out, response.conformance);
  return out.u16(response.maxPduSize).u16(response.vaaName).finish();
}

/** UNSUPPORTED for a DLMS version below 6 (to be refused with initiate error 1, dlms-version-too-low). */
export function readInitiateRequest(input: ByteReader): InitiateRequest {
  const dedicatedKey = input.flag() ? input.octets() : undefined;
  const responseAllowed = input.flag() ? input.flag() : true;
  const qualityOfService = input.flag() ? input.i8() : undefined;
  readVersion(input);
  const conformance = readConformance(input);
  return {
    kind: 'initiate-request',
    ...(dedicatedKey === undefined ? {} : { dedicatedKey }),
    ...(responseAllowed ? {} : { responseAllowed }),
    ...(qualityOfService === undefined ? {} : { qualityOfService }),
    conformance,
    maxPduSize: input.u16(),
  };
}

export function readInitiateResponse(input: ByteReader): InitiateResponse {
  const qualityOfService = input.flag() ? input.i8() : undefined;
  readVersion(input);
  const conformance = readConformance(input);
  const maxPduSize = input.u16();
  return {
    kind: 'initiate-response',
    ...(qualityOfService === undefined ? {} : { qualityOfService }),
    conformance,
    maxPduSize,
    vaaName: input.u16(),
  };
}

function writeQualityOfService(out: ByteWriter, quality: number | undefined): void {
  if (quality === undefined) out.u8(0);
  else out.u8(1).i8(quality);
}

function readVersion(input: ByteReader): void {
  const version = input.u8();
  if (version < DLMS_VERSION) throw new DlmsError('UNSUPPORTED', `DLMS version ${version}`);
}

/** The first of the four octets counts unused bits: 0, so conformance goes out as one number. */
function writeConformance(out: ByteWriter, conformance: Conformance): void {
  out.u8(CONFORMANCE_TAG[0]).u8(CONFORMANCE_TAG[1]).u8(4).u32(conformance);
}

/** The tag is 5F 1F; some old peers write 5F alone. Then length 4, unused bits 0, three octets. */
function readConformance(input: ByteReader): Conformance {
  input.expect(CONFORMANCE_TAG[0], 'conformance tag');
  let length = input.u8();
  if (length === CONFORMANCE_TAG[1]) length = input.u8();
  if (length !== 4) throw new DlmsError('MALFORMED', `conformance of ${length} octets`);
  return input.u32() & 0xffffff;
}
