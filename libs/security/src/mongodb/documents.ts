import type { Binary, Document } from 'mongodb';
import { isDuplicateKey } from '#mongodb';

/** Bytes of a document, in a buffer of their own. */
export function bytesOf(binary: Binary): Uint8Array {
  return new Uint8Array(binary.value());
}

/** Names that make up an id together: as a list, since any of them may hold any character. */
export function idOf(...names: readonly string[]): string {
  return JSON.stringify(names);
}

/** Inserts a document unless one of its id stands there; says whether it did. */
export async function insertedOnce<D extends Document>(insert: Promise<D>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
