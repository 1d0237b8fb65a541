import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';

/** Format of the write-ahead log: https://www.sqlite.org/fileformat2.html#walformat */
const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;

type Sum = readonly [number, number];

interface Frame {
  readonly page: number;
  readonly isCommit: boolean;
  readonly salts: string;
  readonly sum: Sum;
  /** What the checksum covers: 8 bytes of the header, and the page. */
  readonly covered: readonly Buffer[];
}

const sumAt = (buffer: Buffer, offset: number): Sum => [buffer.readUInt32BE(offset), buffer.readUInt32BE(offset + 4)];
const same = (a: Sum, b: Sum): boolean => a[0] === b[0] && a[1] === b[1];

/** Continues a checksum over 32-bit words; `swapped` when they stand in the other byte order than this machine's. */
function checksum(from: Sum, parts: readonly Buffer[], swapped: boolean): Sum {
  let [s0, s1] = from;
  for (const part of parts) {
    const aligned = Buffer.alloc(part.length);
    part.copy(aligned);
    if (swapped) aligned.swap32();
    const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
    for (let i = 0; i + 1 < words.length; i += 2) {
      s0 = (s0 + (words[i] ?? 0) + s1) >>> 0;
      s1 = (s1 + (words[i + 1] ?? 0) + s0) >>> 0;
    }
  }
  return [s0, s1];
}

function frameOf(bytes: Buffer): Frame {
  return {
    page: bytes.readUInt32BE(0),
    isCommit: bytes.readUInt32BE(4) !== 0,
    salts: bytes.toString('hex', 8, 16),
    sum: sumAt(bytes, 16),
    covered: [bytes.subarray(0, 8), bytes.subarray(FRAME_HEADER)],
  };
}

/** The frames of one log, in order, as far as they are whole. */
function* frames(fd: number, pageSize: number): Generator<Frame, void, undefined> {
  const length = FRAME_HEADER + pageSize;
  for (let at = HEADER; ; at += length) {
    const bytes = Buffer.alloc(length);
    if (readSync(fd, bytes, 0, length, at) < length) return;
    yield frameOf(bytes);
  }
}

/**
 * True when commits stand in the write-ahead log behind a frame that cannot be read, where SQLite does not see them. With
 * `synchronous=FULL` the first frame of a commit is written only after everything before it was fsynced. So if somewhere behind the
 * unreadable frame a commit ends and the next frame's checksum continues it, then the unreadable frame was once durable: that is damage.
 * A commit that was torn by a crash is the last of the log, and nothing continues it.
 */
export function hasLostCommits(log: string): boolean {
  if (!existsSync(log)) return false;
  const fd = openSync(log, 'r');
  try {
    const header = Buffer.alloc(HEADER);
    if (readSync(fd, header, 0, HEADER, 0) < HEADER) return false;
    const magic = header.readUInt32BE(0);
    const swapped = (magic === MAGIC ? 'LE' : 'BE') !== endianness();
    let sum = checksum([0, 0], [header.subarray(0, 24)], swapped);
    if ((magic | 1) !== (MAGIC | 1) || !same(sum, sumAt(header, 24))) return false;
    const salts = header.toString('hex', 16, 24);
    let previous: Frame | undefined;
    let broken = false;
    for (const frame of frames(fd, header.readUInt32BE(8))) {
      const isOfThisLog = frame.salts === salts && frame.page > 0;
      if (!broken) {
        sum = checksum(sum, frame.covered, swapped);
        broken = !isOfThisLog || !same(sum, frame.sum);
      } else if (isOfThisLog && previous?.isCommit === true && previous.salts === salts) {
        if (same(checksum(previous.sum, frame.covered, swapped), frame.sum)) return true;
      }
      previous = frame;
    }
    return false;
  } finally {
    closeSync(fd);
  }
}
