/** The mobile network's side of a meter whose address is not fixed: wakes it by SMS and knows where it can be reached. */
export interface SessionProvider {
  /** Sends the SMS that makes the meter go online. Resolves when it is on its way. @throws SessionProviderError */
  wakeUp(iccid: string, signal: AbortSignal): Promise<void>;
  /** Address of the meter's data session; undefined while it has none. @throws SessionProviderError */
  session(iccid: string, signal: AbortSignal): Promise<string | undefined>;
}

export type SessionProviderFailure = 'UNKNOWN_ICCID' | 'FAILED';

/** What the provider could not or would not do. */
export class SessionProviderError extends Error {
  override readonly name = 'SessionProviderError';

  constructor(
    readonly failure: SessionProviderFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
