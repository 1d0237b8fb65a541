import type { ChainHead } from '../chain/verify-stream.js';

/** The last event of a stream, and which stream. */
export interface StreamHead extends ChainHead {
  readonly stream: string;
}

/** The leaf of a stream in the tree of a checkpoint: the canonical JSON (RFC 8785) of its head. */
export function headLeaf({ stream, revision, hash }: StreamHead): string {
  return `{"hash":"${hash}","revision":${revision},"stream":${JSON.stringify(stream)}}`;
}
