import type { Dice } from './random.js';

const TELLING = [0x00, 0x01, 0x02, 0x09, 0x13, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xfe, 0xff];
/** Lengths and counts that promise more than is there. */
const LENGTHS = ['7f', '80', '81ff', '82ffff', '83ffffff', '84ffffffff', '847fffffff', '85ffffffffff', '820000'].map((text) =>
  Buffer.from(text, 'hex'),
);
/** Arrays, structures and type descriptions that nest or blow up. */
const BOMBS = ['0101', '0201', '010001', '130101ffff00', '13020201ffff0011', '0482ffff', '0181ff', '1301ffff01ffff00'].map((text) =>
  Buffer.from(text, 'hex'),
);

type Mutation = (bytes: Buffer, dice: Dice, other: Buffer) => Buffer;

function spliced(bytes: Buffer, at: number, removed: number, inserted: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(Math.min(bytes.length, at + removed))]);
}

const mutations: readonly Mutation[] = [
  function flipBit(bytes, dice) {
    const at = dice.below(bytes.length);
    return spliced(bytes, at, 1, Uint8Array.of((bytes[at] ?? 0) ^ (1 << dice.below(8))));
  },
  (bytes, dice) => spliced(bytes, dice.below(bytes.length), 1, Uint8Array.of(dice.pick(TELLING))),
  (bytes, dice) => spliced(bytes, dice.below(bytes.length), 1, Uint8Array.of(dice.below(256))),
  (bytes, dice) => spliced(bytes, dice.below(bytes.length), 1, dice.pick(LENGTHS)),
  (bytes, dice) => bytes.subarray(0, dice.below(bytes.length)),
  (bytes, dice) => spliced(bytes, dice.below(bytes.length), 1 + dice.below(8), new Uint8Array(0)),
  (bytes, dice) => spliced(bytes, dice.below(bytes.length + 1), 0, dice.octets(1 + dice.below(8))),
  function repeated(bytes, dice) {
    const at = dice.below(bytes.length);
    const piece = bytes.subarray(at, at + 1 + dice.below(16));
    return spliced(bytes, at, 0, Buffer.concat(Array.from({ length: 1 + dice.below(20) }, () => piece)));
  },
  (bytes, dice) => spliced(bytes, dice.below(bytes.length), 0, Buffer.concat(Array.from({ length: 1 + dice.below(60) }, () => dice.pick(BOMBS)))),
  // The front of one message and the back of another.
  (bytes, dice, other) => Buffer.concat([bytes.subarray(0, dice.below(bytes.length)), other.subarray(dice.below(other.length + 1))]),
  // One message inside another, where a length may say so.
  (bytes, dice, other) => spliced(bytes, dice.below(bytes.length), dice.below(4), other),
  function movedNumber(bytes, dice) {
    if (bytes.length < 4) return bytes;
    const copy = Buffer.from(bytes);
    const at = dice.below(bytes.length - 3);
    copy.writeUInt32BE((copy.readUInt32BE(at) + dice.pick([1, 0xffffffff, 0x100, 0x10000, 0x80000000])) >>> 0, at);
    return copy;
  },
];

const MAX_SIZE = 70_000;

/** A valid message with one to six changes. */
export function mutated(valid: Buffer, dice: Dice, other: Buffer): Buffer {
  let bytes = valid;
  for (let left = 1 + dice.below(3) * dice.below(4); left > 0 && bytes.length > 0; left -= 1) bytes = dice.pick(mutations)(bytes, dice, other);
  return bytes.length > MAX_SIZE ? bytes.subarray(0, MAX_SIZE) : bytes;
}

/** Octets without any structure but perhaps a tag that leads somewhere. */
export function noise(dice: Dice, tags: readonly number[]): Buffer {
  const bytes = dice.octets(dice.below(dice.chance(0.02) ? 2_000 : 64));
  if (bytes.length > 0 && dice.chance(0.8)) bytes[0] = dice.pick(tags);
  return bytes;
}
