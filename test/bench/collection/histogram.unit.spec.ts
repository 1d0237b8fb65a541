import { describe, expect, it } from '@jest/globals';
import { histogramIn, quantile } from './histogram.js';

const TEXT = `# TYPE waits histogram
waits_bucket{le="1"} 50
waits_bucket{le="5"} 90
waits_bucket{le="+Inf"} 100
waits_sum 210
waits_count 100
other_bucket{le="1"} 3
`;

describe('quantiles of a histogram', () => {
  const waits = histogramIn(TEXT, 'waits');

  it.each([
    [0.25, 0.5],
    [0.5, 1],
    [0.7, 3],
    [0.9, 5],
  ])('%d of the observations lie below %d', (share, expected) => {
    expect(quantile(waits, share)).toBeCloseTo(expected);
  });

  it('end at the last bound', () => {
    expect(quantile(waits, 0.99)).toBe(5);
  });

  it('are not there without observations', () => {
    expect(quantile(histogramIn(TEXT, 'none'), 0.5)).toBeNaN();
  });
});
