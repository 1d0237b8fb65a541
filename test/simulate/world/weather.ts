import type { Random } from '../../chaos/random.js';

/** How sessions go. Probabilities per session or action. */
export interface Weather {
  /** Sessions that do not come about. */
  readonly unreachable: number;
  /** Connections lost between or inside actions. */
  readonly lost: number;
  /** Actions answered with a fault. */
  readonly faulty: number;
  /** Sessions that fail in a way that nobody foresaw. */
  readonly absurd: number;
  /** Doubts about an earlier attempt that reading back does not settle. */
  readonly unsettled: number;
  /** Longest time for a connection or an action, ms. */
  readonly slowest: number;
}

export const CALM: Weather = { unreachable: 0, lost: 0, faulty: 0, absurd: 0, unsettled: 0.2, slowest: 2_000 };

export function someWeather(random: Random): Weather {
  const often = (): number => random.pick([0, 0.05, 0.3, 0.8]);
  const slowest = random.pick([1, 500, 20_000, 120_000]);
  return { unreachable: often(), lost: often(), faulty: often(), absurd: random.pick([0, 0, 0.1]), unsettled: random.next(), slowest };
}
