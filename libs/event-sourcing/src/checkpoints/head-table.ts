import type { ChainHead } from '../chain/verify-stream.js';
import { MerkleTree } from './merkle-tree.js';
import { headLeaf, type StreamHead } from './stream-head.js';

const HASH_BYTES = 32;
const FIRST_CAPACITY = 1_024;

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The heads of all streams, in under 200 bytes for each (names of 25 characters): hashes and revisions stand in two arrays, side by side,
 * instead of in an object per stream.
 */
export class HeadTable {
  private readonly places = new Map<string, number>();
  private readonly names: string[] = [];
  private hashes = Buffer.alloc(FIRST_CAPACITY * HASH_BYTES);
  private revisions = new Float64Array(FIRST_CAPACITY);
  /** Places in the order of their names; those of new streams are missing until somebody asks. */
  private ordered: Uint32Array = new Uint32Array(0);

  get size(): number {
    return this.names.length;
  }

  get(stream: string): ChainHead | undefined {
    const place = this.places.get(stream);
    return place === undefined ? undefined : this.at(place);
  }

  /** @param head its hash in hex */
  set(stream: string, { revision, hash }: ChainHead): void {
    const place = this.places.get(stream) ?? this.added(stream);
    this.revisions[place] = revision;
    this.hashes.write(hash, place * HASH_BYTES, HASH_BYTES, 'hex');
  }

  /** All heads, ordered by stream name (UTF-16 code units). */
  *sorted(): Generator<StreamHead> {
    for (const place of this.order()) yield { stream: this.names[place] ?? '', ...this.at(place) };
  }

  /** The place of a stream in that order; -1 when it has no events. */
  indexOf(stream: string): number {
    const place = this.places.get(stream);
    return place === undefined ? -1 : this.order().indexOf(place);
  }

  /** The tree of a checkpoint over these heads. They must not change before it stands. */
  tree(): Promise<MerkleTree> {
    return MerkleTree.of(this.leaves(), this.size);
  }

  private *leaves(): Generator<string> {
    for (const head of this.sorted()) yield headLeaf(head);
  }

  private at(place: number): ChainHead {
    const start = place * HASH_BYTES;
    return { revision: this.revisions[place] ?? -1, hash: this.hashes.toString('hex', start, start + HASH_BYTES) };
  }

  private added(stream: string): number {
    const place = this.names.push(stream) - 1;
    this.places.set(stream, place);
    if (place >= this.revisions.length) this.grow();
    return place;
  }

  private grow(): void {
    const capacity = Math.ceil(this.revisions.length * 1.5);
    const hashes = Buffer.alloc(capacity * HASH_BYTES);
    hashes.set(this.hashes);
    const revisions = new Float64Array(capacity);
    revisions.set(this.revisions);
    [this.hashes, this.revisions] = [hashes, revisions];
  }

  /** Only the new names are sorted; then two sorted lists become one. */
  private order(): Uint32Array {
    const known = this.ordered;
    if (known.length === this.names.length) return known;
    const nameAt = (place: number | undefined): string => this.names[place ?? -1] ?? '';
    const fresh = Uint32Array.from({ length: this.names.length - known.length }, (_, index) => known.length + index);
    fresh.sort((a, b) => ascending(nameAt(a), nameAt(b)));
    const merged = new Uint32Array(this.names.length);
    for (let to = 0, left = 0, right = 0; to < merged.length; to++) {
      const takeLeft = right >= fresh.length || (left < known.length && nameAt(known[left]) < nameAt(fresh[right]));
      merged[to] = (takeLeft ? known[left++] : fresh[right++]) ?? 0;
    }
    return (this.ordered = merged);
  }
}
