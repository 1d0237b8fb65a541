import { GatewayClosedError, SessionInProgressError } from './gateway-errors.js';
import type { GatewayOptions } from './gateway-options.js';
import type { EffectJournal, SessionRequest, SessionResult } from './session-request.js';
import { MeterSession } from './session/meter-session.js';

interface Running {
  readonly stop: () => void;
  readonly ended: Promise<SessionResult>;
}

/** Talks to meters: one session per device at a time, any number of devices at once. */
export class Gateway {
  private readonly running = new Map<string, Running>();
  private closed = false;

  constructor(private readonly options: GatewayOptions) {}

  /**
   * Carries out a request over one connection and one association. What a meter, the network or the vault does to it stands in the
   * result; an aborted signal destroys the socket and gives a failure of type ATTEMPT_ABANDONED.
   * The journal hears of every effect before the meter does.
   * @throws SessionInProgressError, GatewayClosedError: mistakes of the caller
   */
  async run(request: SessionRequest, signal?: AbortSignal, journal?: EffectJournal): Promise<SessionResult> {
    const { deviceIdentification } = request;
    if (this.closed) throw new GatewayClosedError();
    if (this.running.has(deviceIdentification)) throw new SessionInProgressError(deviceIdentification);
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    const ended = new MeterSession(request, this.options, controller.signal, journal).run();
    this.running.set(deviceIdentification, { stop, ended });
    try {
      return await ended;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.running.delete(deviceIdentification);
    }
  }

  /** Stops all sessions and waits until they have ended. */
  async close(): Promise<void> {
    this.closed = true;
    const sessions = [...this.running.values()];
    for (const { stop } of sessions) stop();
    await Promise.allSettled(sessions.map(({ ended }) => ended));
  }
}
