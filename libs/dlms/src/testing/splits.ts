/** Cuts octets into pieces. */
export type Split = (octets: Uint8Array) => readonly Uint8Array[];

export const whole: Split = (octets) => [octets];
export const bytewise: Split = (octets) => Array.from(octets, (octet) => Uint8Array.of(octet));

/** Deterministic numbers in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Pieces of random sizes: sometimes single octets, sometimes nearly all. */
export function randomly(seed: number): Split {
  const random = randomFrom(seed);
  return (octets) => {
    const pieces: Uint8Array[] = [];
    const longest = 1 + Math.floor(random() * octets.length);
    for (let start = 0; start < octets.length;) {
      const end = start + 1 + Math.floor(random() * longest);
      pieces.push(octets.subarray(start, end));
      start = end;
    }
    return pieces;
  };
}
