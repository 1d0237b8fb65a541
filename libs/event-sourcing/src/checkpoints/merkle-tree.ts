import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;
/** Hashes computed before others get their turn: a few milliseconds. */
const BURST = 4_096;

const LEAF = 0x00;
const NODE = 0x01;

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** RFC 6962 §2.1: SHA-256(0x00 ‖ leaf). The prefix keeps a leaf from passing for a node. */
export function leafHash(leaf: string): Buffer {
  const bytes = Buffer.allocUnsafe(1 + Buffer.byteLength(leaf, 'utf8'));
  bytes[0] = LEAF;
  bytes.write(leaf, 1, 'utf8');
  return sha256(bytes);
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}

/** Hashes of one height of the tree, one after the other. */
type Level = Buffer<ArrayBuffer>;

const countOf = (level: Level): number => level.length / HASH_BYTES;
const at = (level: Level, index: number): Buffer => level.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);

/** A node without a right neighbour moves up as it is: it is never paired with itself, so no two lists of leaves have one root. */
async function levelAbove(level: Level): Promise<Level> {
  const count = countOf(level);
  const above = Buffer.allocUnsafe(Math.ceil(count / 2) * HASH_BYTES);
  for (let index = 0; index < count; index += 2) {
    const parent = index + 1 < count ? nodeHash(at(level, index), at(level, index + 1)) : at(level, index);
    above.set(parent, (index / 2) * HASH_BYTES);
    if (index % (2 * BURST) === 0) await setImmediate();
  }
  return above;
}

/** The Merkle tree of RFC 6962 §2.1 over a list of leaves: 64 bytes per leaf. */
export class MerkleTree {
  private constructor(private readonly levels: readonly Level[]) {}

  /** Lets others have their turn again and again. */
  static async of(leaves: Iterable<string>, count: number): Promise<MerkleTree> {
    const hashes = Buffer.allocUnsafe(count * HASH_BYTES);
    let index = 0;
    for (const leaf of leaves) {
      hashes.set(leafHash(leaf), index * HASH_BYTES);
      if (++index % BURST === 0) await setImmediate();
    }
    if (index !== count) throw new RangeError(`${index} leaves came, ${count} were announced`);
    const levels: Level[] = [hashes];
    for (let top: Level = hashes; countOf(top) > 1;) levels.push((top = await levelAbove(top)));
    return new MerkleTree(levels);
  }

  /** Hex. Without leaves: the hash of nothing. */
  get root(): string {
    const top = this.levels.at(-1);
    return (top === undefined || top.length === 0 ? sha256(Buffer.alloc(0)) : at(top, 0)).toString('hex');
  }

  get size(): number {
    return countOf(this.levels[0] ?? Buffer.alloc(0));
  }

  /** RFC 6962 §2.1.1: the hashes that lead from a leaf to the root, the lowest first. @throws RangeError when there is no such leaf */
  path(index: number): readonly Buffer[] {
    if (!(Number.isInteger(index) && index >= 0 && index < this.size)) throw new RangeError(`there is no leaf ${index}`);
    const path: Buffer[] = [];
    let place = index;
    for (const level of this.levels) {
      const neighbour = place % 2 === 0 ? place + 1 : place - 1;
      if (neighbour < countOf(level)) path.push(at(level, neighbour));
      place = Math.floor(place / 2);
    }
    return path;
  }
}

/**
 * The root that a leaf and its path lead to in a tree of `size` leaves (RFC 9162 §2.1.3.2), in hex; undefined when the path does not have
 * the length that the place of the leaf asks for.
 */
export function rootOfPath(leaf: string, index: number, size: number, path: readonly Uint8Array[]): string | undefined {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return undefined;
  let place = index;
  let last = size - 1;
  let node = leafHash(leaf);
  for (const neighbour of path) {
    if (last === 0 || neighbour.length !== HASH_BYTES) return undefined;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(neighbour, node);
      // Levels at which this node moved up alone have no hash in the path.
      while (place % 2 === 0 && place !== 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else {
      node = nodeHash(node, neighbour);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? node.toString('hex') : undefined;
}
