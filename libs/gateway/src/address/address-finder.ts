import type { Log } from '#event-sourcing';
import type { Clock } from '#event-sourcing/clock.js';
import { SessionSetupError } from '../faults/fault-error.js';
import { TransportError } from '../transport/transport-error.js';
import { SessionProviderError, type SessionProvider } from './session-provider.js';
import type { WakeUps } from './wake-ups.js';

/** How often and how long it is waited for a meter that was woken. */
export interface WakeUpPatience {
  readonly rounds: number;
  /** Of one round, ms. After each the provider is asked. */
  readonly wait: number;
}

/** `push`: meters push their address when they wake up. `poll`: the provider is asked first, and often. */
export type SessionProviderMode = 'push' | 'poll';

/** Patience of the reference platform: five minutes in all. */
export const DEFAULT_PATIENCE: Readonly<Record<SessionProviderMode, WakeUpPatience>> = {
  push: { rounds: 5, wait: 60_000 },
  poll: { rounds: 30, wait: 10_000 },
};

export interface AddressFinderOptions {
  readonly provider: SessionProvider;
  readonly mode: SessionProviderMode;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: {@link DEFAULT_PATIENCE} of the mode. */
  readonly patience?: WakeUpPatience;
}

/** Whose address is looked for. */
export interface Sleeper {
  readonly deviceIdentification: string;
  /** Of its SIM card. */
  readonly iccId: string;
  /** For the log. */
  readonly correlationUid: string;
  /** Epoch ms at which the search is given up. Default: never. */
  readonly notAfter?: number;
}

/** Finds meters whose address is not fixed. An address is good for one session and is not kept. */
export class AddressFinder {
  constructor(private readonly options: AddressFinderOptions) {}

  /**
   * Wakes the meter up and waits until it is known where it is: pushed by the meter or told by the provider, the first address wins.
   * @throws SessionSetupError 410 the provider does not know the ICCID, 419 it failed or no address was found;
   * TransportError ABORTED when the signal aborts
   */
  async find(sleeper: Sleeper, signal: AbortSignal): Promise<string> {
    try {
      const address = await this.search(sleeper, signal);
      if (address === undefined || this.left(sleeper) <= 0)
        throw new SessionSetupError(419, 'the meter was woken up and did not come online in time');
      return address;
    } catch (error) {
      if (signal.aborted) throw new TransportError('ABORTED', 'the session was stopped', { cause: error });
      throw error instanceof SessionProviderError ? refusal(error) : error;
    }
  }

  private async search(sleeper: Sleeper, signal: AbortSignal): Promise<string | undefined> {
    const { mode, provider, log } = this.options;
    if (mode === 'poll') {
      const address = await provider.session(sleeper.iccId, signal);
      if (address !== undefined) return address;
    }
    // Before the SMS goes out: a fast meter must not be missed.
    const listening = this.options.wakeUps.listen(sleeper.deviceIdentification);
    try {
      await provider.wakeUp(sleeper.iccId, signal);
      const { deviceIdentification, correlationUid } = sleeper;
      log.debug({ deviceIdentification, correlationUid }, 'wake-up was sent');
      const { rounds, wait } = this.options.patience ?? DEFAULT_PATIENCE[mode];
      for (let round = 0; round < rounds && this.left(sleeper) > 0; round += 1) {
        const address = (await listening.within(Math.min(wait, this.left(sleeper)), signal)) ?? (await this.told(sleeper, signal));
        if (address !== undefined) return address;
      }
      return undefined;
    } finally {
      listening.stop();
    }
  }

  private left({ notAfter = Number.POSITIVE_INFINITY }: Sleeper): number {
    return notAfter - this.options.clock.now();
  }

  private async told(sleeper: Sleeper, signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    return this.left(sleeper) > 0 ? this.options.provider.session(sleeper.iccId, signal) : undefined;
  }
}

function refusal(error: SessionProviderError): SessionSetupError {
  return error.failure === 'UNKNOWN_ICCID'
    ? new SessionSetupError(410, 'the session provider does not know the ICCID of the device')
    : new SessionSetupError(419, `the session provider failed: ${error.message}`);
}
