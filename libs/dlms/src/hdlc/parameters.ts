import { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';

/** What one side can send and take: octets of information per frame, frames before an acknowledgement. */
export interface HdlcParameters {
  readonly maxInfoTransmit: number;
  readonly maxInfoReceive: number;
  readonly windowTransmit: number;
  readonly windowReceive: number;
}

/** In force where the other side says nothing (IEC 62056-46, 6.4.4.4.3.2). */
export const DEFAULT_PARAMETERS: HdlcParameters = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };

export const MAX_INFO = 2030;
export const MAX_WINDOW = 7;
const MIN_INFO = 32;
const FORMAT_IDENTIFIER = 0x81;
const GROUP_IDENTIFIER = 0x80;
const ID = { maxInfoTransmit: 5, maxInfoReceive: 6, windowTransmit: 7, windowReceive: 8 } as const;

/** INVALID_VALUE for what no frame could carry. */
export function checkedParameters(parameters: Partial<HdlcParameters>): HdlcParameters {
  const all = { ...DEFAULT_PARAMETERS, ...parameters };
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } = all;
  for (const size of [maxInfoTransmit, maxInfoReceive]) {
    if (!Number.isInteger(size) || size < MIN_INFO || size > MAX_INFO) throw new DlmsError('INVALID_VALUE', `HDLC information of ${size} octets`);
  }
  for (const window of [windowTransmit, windowReceive]) {
    if (!Number.isInteger(window) || window < 1 || window > MAX_WINDOW) throw new DlmsError('INVALID_VALUE', `HDLC window of ${window} frames`);
  }
  return all;
}

/** Information of SNRM and UA: 81 80 LL, then identifier, length, value of each parameter. */
export function encodeParameters(parameters: HdlcParameters): Buffer {
  const group = new ByteWriter();
  for (const name of ['maxInfoTransmit', 'maxInfoReceive'] as const) {
    const size = parameters[name];
    if (size > 0xff) group.u8(ID[name]).u8(2).u16(size);
    else group.u8(ID[name]).u8(1).u8(size);
  }
  for (const name of ['windowTransmit', 'windowReceive'] as const) group.u8(ID[name]).u8(4).u32(parameters[name]);
  const body = group.finish();
  return new ByteWriter().u8(FORMAT_IDENTIFIER).u8(GROUP_IDENTIFIER).u8(body.length).bytes(body).finish();
}

/** What is absent has its default, unknown parameters are skipped, values are brought within the limits of the standard. */
export function decodeParameters(information: Uint8Array): HdlcParameters {
  const found: { -readonly [K in keyof HdlcParameters]: number } = { ...DEFAULT_PARAMETERS };
  if (information.length === 0) return found;
  const input = new ByteReader(information);
  input.expect(FORMAT_IDENTIFIER, 'HDLC parameter format');
  input.expect(GROUP_IDENTIFIER, 'HDLC parameter group');
  const group = new ByteReader(input.bytes(input.u8()));
  while (group.remaining > 0) {
    const id = group.u8();
    const octets = group.bytes(group.u8());
    const name = (Object.keys(ID) as (keyof HdlcParameters)[]).find((key) => ID[key] === id);
    if (name === undefined || octets.length === 0 || octets.length > 4) continue;
    const value = octets.readUIntBE(0, octets.length);
    const window = name === 'windowTransmit' || name === 'windowReceive';
    found[name] = window ? within(value, 1, MAX_WINDOW) : within(value, MIN_INFO, MAX_INFO);
  }
  return found;
}

/** What one side may use when the other one says `peer`. */
export function negotiate(own: HdlcParameters, peer: HdlcParameters): HdlcParameters {
  return {
    maxInfoTransmit: Math.min(own.maxInfoTransmit, peer.maxInfoReceive),
    maxInfoReceive: Math.min(own.maxInfoReceive, peer.maxInfoTransmit),
    windowTransmit: Math.min(own.windowTransmit, peer.windowReceive),
    windowReceive: Math.min(own.windowReceive, peer.windowTransmit),
  };
}

function within(value: number, minimum: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}
