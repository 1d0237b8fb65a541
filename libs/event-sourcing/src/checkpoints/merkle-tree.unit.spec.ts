import { createHash } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { leafHash, MerkleTree, nodeHash, rootOfPath } from './merkle-tree.js';

jest.setTimeout(60_000);

const sha256 = (...parts: (string | Buffer | Uint8Array)[]): Buffer => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const leaves = (count: number): string[] => Array.from({ length: count }, (_, index) => `leaf ${index}`);
const treeOf = (texts: readonly string[]): Promise<MerkleTree> => MerkleTree.of(texts, texts.length);

/** The definition of RFC 6962 §2.1 word for word: split at the largest power of two below the number of leaves. */
function byDefinition(texts: readonly string[]): Buffer {
  if (texts.length === 0) return sha256('');
  if (texts.length === 1) return sha256(Buffer.of(0), texts[0] ?? '');
  let split = 1;
  while (split * 2 < texts.length) split *= 2;
  return sha256(Buffer.of(1), byDefinition(texts.slice(0, split)), byDefinition(texts.slice(split)));
}

describe('the Merkle tree', () => {
  it('has the root that RFC 6962 defines, for every number of leaves', async () => {
    for (let count = 0; count <= 130; count++) {
      const texts = leaves(count);
      expect((await treeOf(texts)).root).toBe(byDefinition(texts).toString('hex'));
    }
  });

  it('proves every leaf, and no other leaf or place', async () => {
    for (const count of [1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 100]) {
      const tree = await treeOf(leaves(count));
      for (let index = 0; index < count; index++) {
        const path = tree.path(index);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
        expect(rootOfPath(`leaf ${index}`, index, count, path)).toBe(tree.root);
        expect(rootOfPath(`leaf ${index + 1}`, index, count, path)).not.toBe(tree.root);
        for (let other = 0; other < count; other++) if (other !== index) expect(rootOfPath(`leaf ${index}`, other, count, path)).not.toBe(tree.root);
        expect(rootOfPath(`leaf ${index}`, index, count, [...path, Buffer.alloc(32)])).not.toBe(tree.root);
        if (path.length > 0) expect(rootOfPath(`leaf ${index}`, index, count, path.slice(1))).not.toBe(tree.root);
        if (path.length > 1) expect(rootOfPath(`leaf ${index}`, index, count, path.toReversed())).not.toBe(tree.root);
      }
    }
  });

  it('tells a leaf from a node: two hashes passed off as a leaf lead elsewhere', async () => {
    const tree = await treeOf(leaves(4));
    const pair = Buffer.concat([leafHash('leaf 0'), leafHash('leaf 1')]).toString('latin1');
    const node = nodeHash(leafHash('leaf 0'), leafHash('leaf 1'));
    expect(leafHash(pair)).not.toEqual(node);
    expect(rootOfPath(pair, 0, 2, tree.path(0).slice(1))).not.toBe(tree.root);
  });

  it('has another root when the last leaf is doubled', async () => {
    for (const count of [1, 2, 3, 5, 7]) {
      const texts = leaves(count);
      expect((await treeOf([...texts, texts.at(-1) ?? ''])).root).not.toBe((await treeOf(texts)).root);
    }
  });

  it('knows no leaf that is not there', async () => {
    const tree = await treeOf(leaves(3));
    for (const index of [-1, 3, 0.5, Number.NaN]) expect(() => tree.path(index)).toThrow(RangeError);
    for (const [index, size] of [
      [-1, 3],
      [3, 3],
      [0, 0],
      [0.5, 3],
      [0, Infinity],
    ] as const)
      expect(rootOfPath('leaf 0', index, size, [])).toBeUndefined();
    await expect(MerkleTree.of(leaves(3), 4)).rejects.toThrow(RangeError);
  });
});
