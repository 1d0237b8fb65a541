import { DlmsError } from '../errors.js';
import { readAddress, writeAddress, type HdlcAddress } from './address.js';
import { controlOctet, controlOf, type HdlcControl } from './control.js';
import { checkSequence } from './fcs.js';

/** A frame of format type 3 (IEC 62056-46). */
export interface HdlcFrame {
  readonly destination: HdlcAddress;
  readonly source: HdlcAddress;
  readonly control: HdlcControl;
  /** More segments of the same APDU follow. */
  readonly segmented: boolean;
  readonly information: Uint8Array;
}

export const FLAG = 0x7e;
/** Largest value of the length field, which counts all but the flags. */
export const MAX_FRAME = 0x7ff;
export const FORMAT_SIZE = 2;
const FORMAT_TYPE = 0xa000;
const SEGMENTED = 0x0800;
const CHECK_SIZE = 2;

/** Flag, format, destination, source, control, [HCS, information,] FCS, flag. */
export function encodeFrame({ destination, source, control, segmented, information }: HdlcFrame): Buffer {
  const header = FORMAT_SIZE + destination.size + source.size + 1;
  const length = header + CHECK_SIZE + (information.length === 0 ? 0 : information.length + CHECK_SIZE);
  if (length > MAX_FRAME) throw new DlmsError('PDU_TOO_LONG', `${information.length} octets of information in one HDLC frame`);
  const out = Buffer.allocUnsafe(length + 2);
  out[0] = FLAG;
  let at = out.writeUInt16BE(FORMAT_TYPE | (segmented ? SEGMENTED : 0) | length, 1);
  at = writeAddress(out, at, destination);
  at = writeAddress(out, at, source);
  at = out.writeUInt8(controlOctet(control), at);
  at = out.writeUInt16LE(checkSequence(out, 1, at), at);
  if (information.length > 0) {
    out.set(information, at);
    at += information.length;
    at = out.writeUInt16LE(checkSequence(out, 1, at), at);
  }
  out[at] = FLAG;
  return out;
}

/** The length field of a frame whose format field starts at `at`; undefined when it is not of type 3. */
export function frameLength(bytes: Buffer, at: number): number | undefined {
  const format = bytes.readUInt16BE(at);
  return (format & 0xf000) === FORMAT_TYPE ? format & MAX_FRAME : undefined;
}

/** The frame between two flags; undefined when a check sequence or a field is wrong. Information is a view. */
export function decodeFrame(bytes: Buffer): HdlcFrame | undefined {
  const end = bytes.length - CHECK_SIZE;
  if (end < FORMAT_SIZE || bytes.readUInt16LE(end) !== checkSequence(bytes, 0, end)) return undefined;
  const destination = readAddress(bytes, FORMAT_SIZE, end);
  if (destination === undefined) return undefined;
  const source = readAddress(bytes, FORMAT_SIZE + destination.size, end);
  if (source === undefined) return undefined;
  const controlAt = FORMAT_SIZE + destination.size + source.size;
  const control = controlAt < end ? controlOf(bytes[controlAt] ?? 0) : undefined;
  if (control === undefined) return undefined;
  const segmented = (bytes.readUInt16BE(0) & SEGMENTED) !== 0;
  const header = controlAt + 1;
  if (header === end) return { destination, source, control, segmented, information: bytes.subarray(end, end) };
  // With information there is a check sequence of the header before it.
  const start = header + CHECK_SIZE;
  if (start > end || bytes.readUInt16LE(header) !== checkSequence(bytes, 0, header)) return undefined;
  return { destination, source, control, segmented, information: bytes.subarray(start, end) };
}
