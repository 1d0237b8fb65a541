/** Two sessions with one device at once: the caller has to put them one after the other. */
export class SessionInProgressError extends Error {
  override readonly name = 'SessionInProgressError';

  constructor(readonly deviceIdentification: string) {
    super(`a session with ${deviceIdentification} is in progress`);
  }
}

export class GatewayClosedError extends Error {
  override readonly name = 'GatewayClosedError';

  constructor() {
    super('the gateway is closed');
  }
}
