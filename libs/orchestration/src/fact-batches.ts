import type { Fact } from '#domain';

/** Well below the 900 KiB of one append, which also holds envelopes and the outcome. */
const LARGEST_BATCH = 600 * 1024;

/** Facts in order, cut into batches that fit one append each. */
export function factBatches(facts: readonly Fact[], largest = LARGEST_BATCH): readonly (readonly Fact[])[] {
  // Two events of at most 256 KiB each fit without being measured.
  if (largest === LARGEST_BATCH && facts.length > 0 && facts.length <= 2) return [facts];
  const batches: Fact[][] = [];
  let room = 0;
  for (const fact of facts) {
    const size = Buffer.byteLength(JSON.stringify(fact.data));
    const current = batches.at(-1);
    if (current === undefined || size > room) {
      batches.push([fact]);
      room = largest - size;
    } else {
      current.push(fact);
      room -= size;
    }
  }
  return batches;
}
