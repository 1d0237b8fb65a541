import type { Clock } from '#event-sourcing';

/** A moment on both clocks of this machine, ms. */
interface Moment {
  readonly steady: number;
  readonly wall: number;
}

/**
 * How long ago something was, for who must not believe in it for too long: the longer of what two clocks say. The steady one stands still while
 * a machine sleeps, the wall clock may be put back.
 */
export class Elapsed {
  constructor(
    private readonly clock: Clock,
    /** Ms of a clock that never goes back. */
    private readonly steady: () => number,
  ) {}

  now(): Moment {
    return { steady: this.steady(), wall: this.clock.now() };
  }

  since({ steady, wall }: Moment): number {
    return Math.max(this.steady() - steady, this.clock.now() - wall);
  }
}

export type { Moment as ElapsedMoment };
