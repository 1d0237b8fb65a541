import type { Clock } from '#event-sourcing';
import type { SimTime } from './sim-time.js';

/** When histories begin, epoch ms. */
export const EPOCH = Date.UTC(2026, 0, 1, 12);

/** A machine's clock: what it shows may jump, forwards and back; how long its waits last may not. */
export class SimClock implements Clock {
  #offset = 0;

  constructor(private readonly time: SimTime) {}

  now(): number {
    return EPOCH + this.time.now + this.#offset;
  }

  /** How far it is off, ms. */
  get offset(): number {
    return this.#offset;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return this.time.wait(ms, signal);
  }

  /** From now on it shows `ms` more (or less) than it would have. */
  jump(ms: number): void {
    this.#offset += ms;
  }
}
