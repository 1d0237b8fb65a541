/** Milliseconds since the epoch; replaced in tests. */
export type RealClock = () => number;

/** A change of a simulated clock: any subset. */
export interface ClockChange {
  /** Instant that the clock shows now, epoch milliseconds. */
  readonly at?: number;
  /** Distance to the clock it follows, milliseconds. */
  readonly offsetMs?: number;
  /** Simulated milliseconds per real one. */
  readonly rate?: number;
}

/** A clock that follows another at a distance and a rate. */
export class SimulatedClock {
  #source: RealClock;
  #anchorSource = 0;
  #anchorShown = 0;
  #rate = 1;

  constructor(source: RealClock) {
    this.#source = source;
  }

  now(): number {
    return Math.floor(this.#anchorShown + (this.#source() - this.#anchorSource) * this.#rate);
  }

  get rate(): number {
    return this.#rate;
  }

  /** Distance to the clock it follows at this moment, milliseconds. */
  get offsetMs(): number {
    return this.now() - this.#source();
  }

  set(change: ClockChange): void {
    const source = this.#source();
    const shown = change.at ?? (change.offsetMs === undefined ? this.now() : source + change.offsetMs);
    this.#anchorSource = source;
    this.#anchorShown = shown;
    this.#rate = change.rate ?? this.#rate;
  }
}
