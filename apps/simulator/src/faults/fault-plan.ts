import type { Fault, FaultKind } from './fault.js';

interface Active {
  readonly fault: Fault;
  left: number | null;
}

/** The faults of a meter or of the whole fleet; chance is a function of the seed. */
export class FaultPlan {
  private active: Active[] = [];
  private randomState: number;

  constructor(private startSeed: number) {
    this.randomState = startSeed >>> 0;
  }

  get seed(): number {
    return this.startSeed;
  }

  /** What is in force, with the times that are left. */
  get faults(): readonly Fault[] {
    return this.active.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  set(faults: readonly Fault[], seed = this.startSeed): void {
    this.startSeed = seed;
    this.randomState = seed >>> 0;
    this.active = faults.map((fault) => ({ fault, left: fault.times }));
  }

  /** The fault of one of the kinds that strikes a request of this service now, counted as used. */
  strike(kinds: readonly FaultKind[], service: string, applies: (fault: Fault) => boolean = () => true): Fault | undefined {
    for (const one of this.active) {
      const { fault, left } = one;
      if (left === 0 || !kinds.includes(fault.kind) || (fault.onService !== 'any' && fault.onService !== service)) continue;
      if (!applies(fault) || this.random() >= fault.probability) continue;
      if (left !== null) one.left = left - 1;
      return fault;
    }
    return undefined;
  }

  /** 0 up to but not 1 (mulberry32, public domain). */
  random(): number {
    this.randomState = (this.randomState + 0x6d2b79f5) >>> 0;
    let mixed = this.randomState;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/** The plans that apply to a meter now, its own first. */
export type FaultPlans = () => readonly FaultPlan[];

/** Faults of the meter first, then those of the fleet. */
export function strikeAny(
  plans: readonly FaultPlan[],
  kinds: readonly FaultKind[],
  service: string,
  applies?: (fault: Fault) => boolean,
): Fault | undefined {
  for (const plan of plans) {
    const fault = plan.strike(kinds, service, applies);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
