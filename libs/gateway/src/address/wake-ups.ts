import type { Clock } from '#event-sourcing/clock.js';

/** Given to spare each end of a wait the exception that an abort without a reason makes. */
const HEARD = 'heard';

/** One who waits for a device to say where it is. What is heard before it looks is kept for it. */
export interface Listening {
  /** The address as soon as it is heard; undefined after `ms` milliseconds, or when the signal aborts. */
  within(ms: number, signal: AbortSignal): Promise<string | undefined>;
  stop(): void;
}

/** Passes the addresses that meters push on to whoever waits for them. */
export class WakeUps {
  private readonly waiting = new Map<string, Set<(address: string) => void>>();

  constructor(private readonly clock: Clock) {}

  /** From now on what the device pushes is heard, until `stop`. */
  listen(deviceIdentification: string): Listening {
    const heard = new AbortController();
    let address: string | undefined;
    const hear = (from: string): void => {
      address ??= from;
      heard.abort(HEARD);
    };
    const others = this.waiting.get(deviceIdentification) ?? new Set();
    this.waiting.set(deviceIdentification, others.add(hear));
    return {
      within: async (ms, signal) => {
        if (address === undefined) await this.clock.wait(ms, AbortSignal.any([heard.signal, signal]));
        return address;
      },
      stop: () => {
        others.delete(hear);
        if (others.size === 0 && this.waiting.get(deviceIdentification) === others) this.waiting.delete(deviceIdentification);
      },
    };
  }

  /** A meter has pushed from this address. Answers whether anybody waited for it. */
  heard(deviceIdentification: string, address: string): boolean {
    const listeners = this.waiting.get(deviceIdentification);
    for (const hear of listeners ?? []) hear(address);
    return listeners !== undefined;
  }
}
