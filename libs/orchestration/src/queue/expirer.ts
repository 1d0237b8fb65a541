import { CommandRefusedError } from '#domain';
import type { Clock, Log } from '#event-sourcing';
import { act, ORCHESTRATOR } from '../acts.js';
import type { DeviceRepository } from '../device-repository.js';
import type { CommandQueue } from './command-queue.js';
import type { QueueEntry } from './entry.js';

const AT_ONCE = 64;
const PAUSE_AFTER_ERROR = 1_000;

export interface ExpirerOptions {
  readonly queue: CommandQueue;
  readonly devices: Pick<DeviceRepository, 'execute'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform stops. */
  readonly signal: AbortSignal;
  /** Called after each. */
  ended(this: void): void;
}

/** Ends commands whose time is over, whatever they wait for: no permit is needed for that. */
export class Expirer {
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly options: ExpirerOptions) {}

  get running(): number {
    return this.underWay.size;
  }

  /** @param now epoch ms */
  look(now: number): void {
    while (this.underWay.size < AT_ONCE) {
      const entry = this.options.queue.takeExpired(now);
      if (entry === undefined) return;
      const expiring: Promise<void> = this.expire(entry).finally(() => {
        this.underWay.delete(expiring);
        this.options.ended();
      });
      this.underWay.add(expiring);
    }
  }

  /** Resolves when nothing is under way. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async expire(entry: QueueEntry): Promise<void> {
    const { queue, devices, clock, log, signal } = this.options;
    const { correlationUid, deviceIdentification } = entry;
    try {
      const { events } = await devices.execute(deviceIdentification, { kind: 'Expire', correlationUid }, act(correlationUid, 'expire', ORCHESTRATOR));
      // The clock went back meanwhile.
      if (events.length === 0) queue.putBack(entry);
    } catch (error) {
      if (error instanceof CommandRefusedError) return queue.drop(entry);
      log.error({ err: error, correlationUid, deviceIdentification }, 'a command that is over could not be ended yet');
      await clock.wait(PAUSE_AFTER_ERROR, signal);
      queue.putBack(entry);
    }
  }
}
