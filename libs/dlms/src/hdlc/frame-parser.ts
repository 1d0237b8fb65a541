import { asBuffer } from '../bytes/byte-reader.js';
import { decodeFrame, FLAG, FORMAT_SIZE, frameLength, type HdlcFrame } from './frame.js';

/** A flag and the format field: what tells how much has to follow. */
const START_SIZE = 1 + FORMAT_SIZE;
/** Format, two addresses of one octet, control, FCS. */
const MIN_LENGTH = 7;

/**
 * Cuts a byte stream, arriving in any pieces, into frames. What is not a frame is skipped up to the next flag, as the standard
 * demands: the sender repeats what was lost. Holds one frame (2 KiB) at most.
 */
export class FrameParser {
  private pieces: Buffer[] = [];
  private buffered = 0;
  private needed = START_SIZE;
  /** Frames that were begun and did not hold. */
  discarded = 0;

  push(bytes: Uint8Array): HdlcFrame[] {
    if (bytes.length === 0) return [];
    this.pieces.push(asBuffer(bytes));
    this.buffered += bytes.length;
    const frames: HdlcFrame[] = [];
    if (this.buffered >= this.needed) this.cut(this.join(), frames);
    return frames;
  }

  private join(): Buffer {
    const [first, ...others] = this.pieces;
    const whole = first !== undefined && others.length === 0 ? first : Buffer.concat(this.pieces, this.buffered);
    this.pieces = [];
    return whole;
  }

  private cut(stream: Buffer, frames: HdlcFrame[]): void {
    let start = 0;
    this.needed = START_SIZE;
    for (;;) {
      start = stream.indexOf(FLAG, start);
      if (start < 0) {
        start = stream.length;
        break;
      }
      // The closing flag of a frame may open the next one, and flags fill the time between frames.
      if (stream[start + 1] === FLAG) {
        start += 1;
        continue;
      }
      if (stream.length - start < START_SIZE) break;
      const length = frameLength(stream, start + 1);
      if (length === undefined || length < MIN_LENGTH) {
        start += 1;
        continue;
      }
      const end = start + 1 + length;
      if (end >= stream.length) {
        this.needed = end + 1 - start;
        break;
      }
      const frame = stream[end] === FLAG ? decodeFrame(stream.subarray(start + 1, end)) : undefined;
      if (frame === undefined) this.discarded += 1;
      else frames.push(frame);
      // After a broken frame its own octets are searched: a flag lost in transmission must not cost the frame behind it.
      start = frame === undefined ? start + 1 : end;
    }
    this.buffered = stream.length - start;
    if (this.buffered > 0) this.pieces.push(stream.subarray(start));
  }
}
