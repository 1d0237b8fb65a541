/** One histogram of Prometheus' text format: its upper bounds with the number of observations up to each. */
export interface Histogram {
  readonly bounds: readonly (readonly [bound: number, count: number])[];
}

/** Reads a histogram without labels from the text of all metrics. */
export function histogramIn(text: string, name: string): Histogram {
  const bounds = [...text.matchAll(new RegExp(`^${name}_bucket\\{le="([^"]+)"\\} (\\d+)$`, 'gm'))].map(
    ([, bound, count]) => [bound === '+Inf' ? Infinity : Number(bound), Number(count)] as const,
  );
  return { bounds };
}

/** What that `share` (0 to 1) of the observations do not exceed: as if they were spread evenly within a bucket. NaN without any. */
export function quantile({ bounds }: Histogram, share: number): number {
  const total = bounds.at(-1)?.[1] ?? 0;
  const wanted = share * total;
  let [lower, below] = [0, 0];
  for (const [bound, count] of bounds) {
    if (count >= wanted && count > below) return bound === Infinity ? lower : lower + ((bound - lower) * (wanted - below)) / (count - below);
    [lower, below] = [bound, count];
  }
  return NaN;
}
