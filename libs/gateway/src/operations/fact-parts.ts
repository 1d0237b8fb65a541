/** Largest JSON of one fact's rows, in octets: an event holds 256 KiB with its envelope. */
const MAX_BYTES = 200 * 1024;

/** Rows that need not be measured: no row of ours comes near 1 KiB. */
const SURELY_FIT = 200;

export interface Part<T> {
  readonly rows: readonly T[];
  /** Absent when everything fits into one event. */
  readonly numbering: { readonly part?: number; readonly parts?: number };
}

/** Cuts rows into portions that fit an event each, numbered from 1; always at least one portion. */
export function inParts<T>(rows: readonly T[], row: (item: T) => unknown = (item) => item, maxBytes = MAX_BYTES): readonly Part<T>[] {
  const surelyFits = maxBytes === MAX_BYTES && rows.length <= SURELY_FIT;
  if (surelyFits || Buffer.byteLength(JSON.stringify(rows.map(row))) <= maxBytes) return [{ rows, numbering: {} }];
  const portions: T[][] = [[]];
  let bytes = 0;
  for (const item of rows) {
    const size = Buffer.byteLength(JSON.stringify(row(item))) + 1;
    if (bytes > 0 && bytes + size > maxBytes) {
      portions.push([]);
      bytes = 0;
    }
    bytes += size;
    portions.at(-1)?.push(item);
  }
  return portions.map((portion, index) => ({ rows: portion, numbering: { part: index + 1, parts: portions.length } }));
}
