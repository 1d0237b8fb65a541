import type { Corpus } from './corpus.js';

/** Something that takes octets of a peer. */
export interface Target {
  readonly name: string;
  /** Valid messages of the kind that it takes. */
  readonly from: keyof Corpus;
  /** How often it is tried, compared with others. */
  readonly weight: number;
  /** Must end, or throw a DlmsError. */
  take(bytes: Buffer): void;
  /** Begins anew, for an input that is tried a second time. */
  reset(): void;
}

/** A function without memory. */
export function decoder(name: string, from: keyof Corpus, weight: number, take: (bytes: Buffer) => unknown): Target {
  return { name, from, weight, take: (bytes) => void take(bytes), reset: () => undefined };
}
