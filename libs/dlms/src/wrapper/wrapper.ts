import { asBuffer } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';

/** One PDU of the TCP/UDP wrapper (IEC 62056-47, port 4059): SAPs as wPorts, then the APDU. */
export interface WrapperFrame {
  readonly source: number;
  readonly destination: number;
  readonly apdu: Uint8Array;
}

const VERSION = 1;
const HEADER_SIZE = 8;
const MAX_APDU = 0xffff;

/** Version, source, destination, length (2 octets each), then the APDU of at most 65535 octets. */
export function encodeWrapper(frame: WrapperFrame): Buffer {
  const length = frame.apdu.length;
  if (length > MAX_APDU) throw new DlmsError('PDU_TOO_LONG', `an APDU of ${length} octets does not fit the wrapper`);
  const out = Buffer.allocUnsafe(HEADER_SIZE + length);
  out.writeUInt16BE(VERSION, 0);
  out.writeUInt16BE(frame.source, 2);
  out.writeUInt16BE(frame.destination, 4);
  out.writeUInt16BE(length, 6);
  out.set(frame.apdu, HEADER_SIZE);
  return out;
}

/** Cuts a byte stream, arriving in any pieces, into frames. APDUs are views of the pieces where one piece held the whole frame. */
export class WrapperParser {
  private pieces: Buffer[] = [];
  private buffered = 0;
  private needed = HEADER_SIZE;
  private broken: DlmsError | undefined;

  /**
   * Frames that `bytes` completes. A header with a wrong version breaks the stream for good: thrown at once,
   * or, when frames were completed before it, kept in `failure` and thrown by the next call.
   */
  push(bytes: Uint8Array): WrapperFrame[] {
    if (this.broken !== undefined) throw this.broken;
    if (bytes.length > 0) {
      this.pieces.push(asBuffer(bytes));
      this.buffered += bytes.length;
    }
    const frames: WrapperFrame[] = [];
    if (this.buffered >= this.needed) this.cut(this.join(), frames);
    if (this.broken !== undefined && frames.length === 0) throw this.broken;
    return frames;
  }

  /** Why the stream cannot be read any further. */
  get failure(): DlmsError | undefined {
    return this.broken;
  }

  private join(): Buffer {
    const [first, ...others] = this.pieces;
    const whole = first !== undefined && others.length === 0 ? first : Buffer.concat(this.pieces, this.buffered);
    this.pieces = [];
    return whole;
  }

  private cut(stream: Buffer, frames: WrapperFrame[]): void {
    let start = 0;
    this.needed = HEADER_SIZE;
    while (stream.length - start >= HEADER_SIZE) {
      if (stream.readUInt16BE(start) !== VERSION) {
        this.broken = new DlmsError('WRAPPER_HEADER_INVALID', `wrapper version ${stream.readUInt16BE(start)}`);
        return;
      }
      const end = start + HEADER_SIZE + stream.readUInt16BE(start + 6);
      if (end > stream.length) {
        this.needed = end - start;
        break;
      }
      frames.push({
        source: stream.readUInt16BE(start + 2),
        destination: stream.readUInt16BE(start + 4),
        apdu: stream.subarray(start + HEADER_SIZE, end),
      });
      start = end;
    }
    this.buffered = stream.length - start;
    if (this.buffered > 0) this.pieces.push(stream.subarray(start));
  }
}
