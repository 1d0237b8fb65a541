import { createHash } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncPath } from './backup-file.js';

/** How far a file had come when its last commit was known to be durable. */
export interface Mark {
  /** The identity that the file was given when it was made. */
  readonly file: string;
  /** Number of commits. */
  readonly commits: number;
  /** Position of the last record, 0 without one. */
  readonly position: number;
}

/**
 * SQLite takes the first unreadable frame of a write-ahead log for its end: damage there silently drops every commit behind it. So what was
 * durable is written down beside the file: two slots of 64 bytes, one page apart, written in turn, each with a checksum.
 *
 * | bytes | |
 * | --- | --- |
 * | 0–7 | `MTLGMARK` |
 * | 8–15, 16–23 | commits, position (unsigned, little-endian) |
 * | 24–39 | identity of the file (UUID) |
 * | 48–63 | first half of the SHA-256 of bytes 0–47 |
 */
const MAGIC = Buffer.from('MTLGMARK');
const SLOT_BYTES = 64;
const SUM_AT = 48;
const SLOT_DISTANCE = 4_096;
const SLOTS = [0, SLOT_DISTANCE] as const;

export const markPathOf = (path: string): string => `${path.replace(/\.db$/, '')}.mark`;

const checksum = (slot: Buffer): Buffer =>
  createHash('sha256')
    .update(slot.subarray(0, SUM_AT))
    .digest()
    .subarray(0, SLOT_BYTES - SUM_AT);

function encode({ file, commits, position }: Mark): Buffer {
  const slot = Buffer.alloc(SLOT_BYTES);
  MAGIC.copy(slot);
  slot.writeBigUInt64LE(BigInt(commits), 8);
  slot.writeBigUInt64LE(BigInt(position), 16);
  slot.write(file.replaceAll('-', ''), 24, 'hex');
  checksum(slot).copy(slot, SUM_AT);
  return slot;
}

function decode(slot: Buffer): Mark | undefined {
  if (slot.length < SLOT_BYTES || !slot.subarray(0, MAGIC.length).equals(MAGIC) || !checksum(slot).equals(slot.subarray(SUM_AT))) return undefined;
  const file = slot.toString('hex', 24, 40).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { file, commits: Number(slot.readBigUInt64LE(8)), position: Number(slot.readBigUInt64LE(16)) };
}

/** The farthest mark that can be read; undefined without one: a lost mark claims nothing. */
export function readMark(path: string): Mark | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const marks = SLOTS.map((at) => decode(bytes.subarray(at, at + SLOT_BYTES))).filter((mark) => mark !== undefined);
  return marks.toSorted((a, b) => b.commits - a.commits)[0];
}

export interface MarkWriter {
  /** Call it after the commit is durable. Never throws: a mark that cannot be written claims less than it could. */
  write(commits: number, position: number): void;
  /** Makes what was written last durable too. */
  sync(): void;
  close(): void;
}

/** Goes on with the mark at `path`, or begins it anew when it is of another file. */
export function openMark(path: string, file: string): MarkWriter {
  const isNew = !existsSync(path);
  const fd = openSync(path, isNew ? 'wx+' : 'r+', 0o600);
  if (isNew) {
    // All its blocks from the beginning: a full disk must not keep a mark from being moved.
    writeSync(fd, Buffer.alloc(SLOT_DISTANCE + SLOT_BYTES), 0, SLOT_DISTANCE + SLOT_BYTES, 0);
    fsyncSync(fd);
    syncPath(dirname(path));
  }
  let next = 0;
  let dirty = false;
  const quietly = (act: () => void): void => {
    try {
      act();
    } catch {
      dirty = false;
    }
  };
  const sync = (): void => {
    if (dirty) quietly(() => fdatasyncSync(fd));
    dirty = false;
  };
  return {
    write: (commits, position) =>
      quietly(() => {
        writeSync(fd, encode({ file, commits, position }), 0, SLOT_BYTES, SLOTS[next]);
        next = 1 - next;
        dirty = true;
      }),
    sync,
    close: () => {
      sync();
      closeSync(fd);
    },
  };
}
