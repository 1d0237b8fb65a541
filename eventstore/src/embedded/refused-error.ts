import type { Refusal } from './events-protocol.js';

/** Thrown in the writer thread; its own fields cross to the caller. */
export class RefusedError extends Error implements Refusal {
  constructor(
    readonly code: Refusal['code'],
    message: string,
    readonly actual = -1,
  ) {
    super(message);
    this.name = new.target.name;
  }
}
