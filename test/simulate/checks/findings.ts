import type { SimTime } from '../world/sim-time.js';

/** What went against the rules in one history. */
export class Findings {
  readonly violations: string[] = [];

  constructor(private readonly time: SimTime) {}

  add(text: string): void {
    this.violations.push(`at ${(this.time.now / 1_000).toFixed(3)} s: ${text}`);
  }
}
